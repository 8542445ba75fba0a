import type { CompiledBook, CompiledEntry, CompiledKey } from './compile-book.ts';
import { findPatterns } from './find-patterns.ts';
import { findPlainKeys } from './find-plain-keys.ts';
import { type CasedTexts, isKeyIn } from './key-index.ts';
import { casedTexts, type LoreScene, type Reach, scanScene } from './scanned-scene.ts';

/** Where keys stand in a scene, and in what the entries say that are told. */
export interface KeyFinder {
  isFound(key: CompiledKey, entry: CompiledEntry, reach: Reach): boolean;
  addTold(text: string): void;
  /** Entries of which an indexed key is found somewhere; grows with what is told. */
  readonly touched: ReadonlySet<CompiledEntry>;
  /** Some patterns were not looked for, because all together took too long. */
  ranOutOfTime(): boolean;
}

/** @param expand fills in the macros of a text */
export function createKeyFinder(
  lore: LoreScene,
  books: readonly CompiledBook[],
  { maxDepth, expand }: { maxDepth: number; expand: (text: string) => string },
): KeyFinder {
  const scene = scanScene(lore, maxDepth);
  const patterns = findPatterns(scene);
  const touched = new Set<CompiledEntry>();
  const plain = new Map(books.map((book) => [book.id, findPlainKeys(book, scene, touched)]));

  function isWrittenFound(
    { key }: Extract<CompiledKey, { kind: 'written' }>,
    { settings, alsoScans }: CompiledEntry,
    { depth, seesTold }: Reach,
  ): boolean {
    const text = expand(key.text).trim();
    const lines = (settings.includesNames ? scene.namedLines : scene.plainLines).slice(0, depth);
    const sources = alsoScans.flatMap((source) => scene.sources.get(source) ?? []);
    const isIn = (texts: CasedTexts) => isKeyIn({ ...key, text }, texts);
    return text !== '' && (lines.some(isIn) || sources.some(isIn) || (seesTold && scene.told.some(isIn)));
  }

  return {
    touched,
    isFound(key, entry, reach) {
      switch (key.kind) {
        case 'indexed':
          return plain.get(entry.bookId)?.has(key.number, reach, entry.alsoScans) ?? false;
        case 'pattern':
          return patterns.isFound(key, entry, reach);
        case 'written':
          return isWrittenFound(key, entry, reach);
      }
    },
    addTold(text) {
      const texts = casedTexts(text);
      scene.told.push(texts);
      for (const keys of plain.values()) keys.addTold(texts);
    },
    ranOutOfTime: () => patterns.ranOutOfTime,
  };
}
