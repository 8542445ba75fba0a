import type { Lorebook, LorebookSettings, LoreEntry } from '@tzurot/contracts';
import { compilePattern, type Pattern, readPattern } from '../../patterns/index.ts';
import { isPlainText } from '../expand-macros.ts';
import { type Decorators, readDecorators } from './decorators.ts';
import { indexKeys, type KeyIndex, type PlainKey } from './key-index.ts';

/** A key of an entry, ready to be looked for. */
export type CompiledKey = { text: string } & (
  | { kind: 'indexed'; number: number }
  /** Null until it is asked for; `broken` when the engine does not take it. */
  | { kind: 'pattern'; pattern: Pattern | 'broken' | null }
  /** With a macro in it, so that it is known only in a scene. */
  | { kind: 'written'; key: PlainKey }
);

export interface CompiledEntry extends Omit<LoreEntry, 'keys' | 'secondaryKeys'> {
  bookId: string;
  settings: LorebookSettings;
  /** Of everything that it says, so that an edit is noticed. */
  mark: string;
  decorators: Decorators;
  keys: readonly CompiledKey[];
  secondaryKeys: readonly CompiledKey[];
  /** Of the decorators: one of the former must be found, and none of the latter. */
  additionalKeys: readonly CompiledKey[];
  excludedKeys: readonly CompiledKey[];
}

/** A book whose keys are indexed once, for all the turns until it is changed. */
export interface CompiledBook {
  id: string;
  name: string;
  settings: LorebookSettings;
  /** By rank, the highest first. */
  entries: readonly CompiledEntry[];
  index: KeyIndex;
  /** Of each indexed key, by its number. */
  owners: readonly CompiledEntry[];
  /** Entries that may be told without any indexed key of theirs being found. */
  unindexed: readonly CompiledEntry[];
  /** Lines that some entry looks through. */
  deepestScan: number;
}

export type WholeBook = Pick<Lorebook, 'id' | 'name' | 'settings'> & { entries: readonly LoreEntry[] };

export function compileBook({ id, name, settings, entries }: WholeBook): CompiledBook {
  const keys: PlainKey[] = [];
  const owners: CompiledEntry[] = [];
  const compiled = entries.map((entry) => {
    const one = compileEntry(entry, { id, settings }, keys);
    while (owners.length < keys.length) owners.push(one);
    return one;
  });
  return {
    id,
    name,
    settings,
    entries: compiled.toSorted((a, b) => rankOf(b) - rankOf(a)),
    index: indexKeys(keys),
    owners,
    unindexed: compiled.filter(isUnindexed),
    deepestScan: compiled.reduce(
      (deepest, { decorators, scanDepth }) =>
        Math.max(deepest, decorators.scanDepth ?? scanDepth ?? settings.scanDepth),
      0,
    ),
  };
}

/** What has its tokens first. */
export const rankOf = ({ priority, order }: Pick<LoreEntry, 'priority' | 'order'>): number => priority ?? order;

const isUnindexed = ({ isConstant, decorators, recursionLevel, alsoScans, keys }: CompiledEntry): boolean =>
  isConstant ||
  decorators.isActivated ||
  recursionLevel > 0 ||
  alsoScans.length > 0 ||
  keys.some(({ kind }) => kind !== 'indexed');

function compileEntry(
  entry: LoreEntry,
  { id: bookId, settings }: Pick<WholeBook, 'id' | 'settings'>,
  index: PlainKey[],
): CompiledEntry {
  const { decorators, text: content } = readDecorators(entry.content);
  const how = {
    isCaseSensitive: entry.isCaseSensitive ?? settings.isCaseSensitive,
    matchesWholeWords: entry.matchesWholeWords ?? settings.matchesWholeWords,
  };
  const compile = (texts: readonly string[]): CompiledKey[] =>
    texts.flatMap((written): CompiledKey[] => {
      const text = written.trim();
      if (text === '') return [];
      if (readPattern(text) !== null) return [{ kind: 'pattern', text, pattern: null }];
      const key = { text, ...how };
      if (!isPlainText(text)) return [{ kind: 'written', text, key }];
      return [{ kind: 'indexed', text, number: index.push(key) - 1 }];
    });
  return {
    ...entry,
    bookId,
    settings,
    content,
    decorators,
    mark: markOf(entry, settings.counts),
    keys: compile(entry.keys),
    secondaryKeys: compile(entry.secondaryKeys),
    additionalKeys: compile(decorators.additionalKeys),
    excludedKeys: compile(decorators.excludedKeys),
  };
}

/** Compiled when it is first needed; many entries are decided by something else. */
export function patternOf(key: Extract<CompiledKey, { kind: 'pattern' }>): Pattern | null {
  if (key.pattern === null) {
    const written = readPattern(key.text);
    key.pattern = (written && compilePattern(written)) ?? 'broken';
  }
  return key.pattern === 'broken' ? null : key.pattern;
}

/** The 53-bit hash of a text; it only tells whether it is still the same. */
function markOf(entry: LoreEntry, counts: string): string {
  const text = JSON.stringify([counts, entry]);
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  return (4_294_967_296 * (2_097_151 & low) + (high >>> 0)).toString(36);
}
