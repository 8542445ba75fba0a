import type { LoreSource } from '@tzurot/contracts';
import type { CompiledBook, CompiledEntry } from './compile-book.ts';
import type { CasedTexts } from './key-index.ts';
import type { Reach, ScannedScene } from './scanned-scene.ts';

/** Which indexed keys of one book stand in a scene. */
export interface PlainKeys {
  has(key: number, reach: Reach, alsoScans: readonly LoreSource[]): boolean;
  addTold(texts: CasedTexts): void;
}

const NOWHERE = 65_535;

/**
 * Every line is read once, however many keys the book has.
 * @param touched gets the entries of which a key is found anywhere
 */
export function findPlainKeys(
  { index, owners, settings }: CompiledBook,
  scene: ScannedScene,
  touched: Set<CompiledEntry>,
): PlainKeys {
  const keyCount = owners.length;
  const touch = (key: number) => {
    const owner = owners[key];
    if (owner !== undefined) touched.add(owner);
  };
  /** The newest line in which each key stands. */
  const newest = new Uint16Array(keyCount).fill(NOWHERE);
  const lines = settings.includesNames ? scene.namedLines : scene.plainLines;
  for (const [line, texts] of lines.entries()) {
    index.findIn(texts, (key) => {
      if (newest[key] !== NOWHERE) return;
      newest[key] = line;
      touch(key);
    });
  }
  const inTold = new Uint8Array(keyCount);
  const inSources = new Map<LoreSource, Uint8Array>();
  const inSource = (source: LoreSource): Uint8Array => {
    const known = inSources.get(source);
    if (known !== undefined) return known;
    const found = new Uint8Array(keyCount);
    const texts = scene.sources.get(source);
    if (texts !== undefined) index.findIn(texts, (key) => (found[key] = 1));
    inSources.set(source, found);
    return found;
  };
  return {
    has: (key, { depth, seesTold }, alsoScans) =>
      (newest[key] ?? NOWHERE) < depth ||
      (seesTold && inTold[key] === 1) ||
      alsoScans.some((source) => inSource(source)[key] === 1),
    addTold(texts) {
      index.findIn(texts, (key) => {
        inTold[key] = 1;
        touch(key);
      });
    },
  };
}
