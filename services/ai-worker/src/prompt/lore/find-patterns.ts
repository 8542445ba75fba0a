import type { CompiledEntry, CompiledKey } from './compile-book.ts';
import { patternOf } from './compile-book.ts';
import type { Reach, ScannedScene } from './scanned-scene.ts';

type PatternKey = Extract<CompiledKey, { kind: 'pattern' }>;

export interface Patterns {
  isFound(key: PatternKey, entry: CompiledEntry, reach: Reach): boolean;
  /** All patterns together have taken the time that they may take; the others were not looked for. */
  readonly ranOutOfTime: boolean;
}

/** SillyTavern's mark in front of every message, by which a pattern can say where one begins. */
const LINE_MARK = '\x01';
const MAX_CHARACTERS = 20_000;
/** The event loop is held for no longer. */
const MAX_MS = 30;

export function findPatterns(scene: ScannedScene): Patterns {
  const tested = new Map<string, boolean>();
  let tookMs = 0;
  let ranOutOfTime = false;

  function isIn(key: PatternKey, where: string, read: () => string): boolean {
    const at = `${where} ${key.text}`;
    const known = tested.get(at);
    if (known !== undefined) return known;
    ranOutOfTime ||= tookMs > MAX_MS;
    if (ranOutOfTime) return false;
    const startedAt = performance.now();
    const isFound = patternOf(key)?.test(read().slice(0, MAX_CHARACTERS)) ?? false;
    tookMs += performance.now() - startedAt;
    tested.set(at, isFound);
    return isFound;
  }

  const isInLines = (key: PatternKey, { settings }: CompiledEntry, depth: number): boolean => {
    const lines = (settings.includesNames ? scene.namedLines : scene.plainLines).slice(0, depth);
    if (lines.length === 0) return false;
    const read = () => lines.map(({ exact }) => LINE_MARK + exact.text).join('\n');
    return isIn(key, `${settings.includesNames ? 'named' : 'plain'} ${lines.length}`, read);
  };

  const isInSource = (key: PatternKey, { alsoScans }: CompiledEntry): boolean =>
    alsoScans.some((source) => isIn(key, source, () => scene.sources.get(source)?.exact.text ?? ''));

  const isInTold = (key: PatternKey): boolean =>
    scene.told.some(({ exact }, index) => isIn(key, `told ${index}`, () => exact.text));

  return {
    get ranOutOfTime() {
      return ranOutOfTime;
    },
    isFound: (key, entry, { depth, seesTold }) =>
      isInLines(key, entry, depth) || isInSource(key, entry) || (seesTold && isInTold(key)),
  };
}
