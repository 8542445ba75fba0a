import type { LoreReason, LoreTarget, LoreTimer } from '@tzurot/contracts';
import { countTokens } from '../count-tokens.ts';
import { seededNumber } from '../seeded-number.ts';
import { losersOfGroups } from './choose-of-groups.ts';
import { type CompiledBook, type CompiledEntry, type CompiledKey, rankOf } from './compile-book.ts';
import { createKeyFinder, type KeyFinder } from './find-keys.ts';
import type { LoreScene, Reach } from './scanned-scene.ts';
import { type Counts, readTimers, type TimedEffects } from './timers.ts';
import type { ToldLore } from './told-lore.ts';

/** A turn, as far as lore depends on it. */
export interface LoreQuestion extends LoreScene {
  /** Each with to whom it is told; a book that is given twice counts once. */
  books: readonly { book: CompiledBook; target: LoreTarget }[];
  counts: Counts;
  /** As the reply before left them. */
  timers: readonly LoreTimer[];
  /** Of the character, by which entries may be for it alone. */
  speakerNames: readonly string[];
  /** In SillyTavern's words, such as `normal` or `regenerate`. */
  trigger: string;
  /** The same seed gives the same lore. */
  seed: string;
  budgetTokens: number;
  /** The message that is answered. */
  messageId: string | null;
  /** Fills in the macros of a text, which is told in every turn or now and then. */
  expand: (text: string, isConstant: boolean) => string;
}

export interface LoreVerdict {
  entry: CompiledEntry;
  isTold: boolean;
  reason: LoreReason;
  /** The key that was found first. */
  key: string | null;
  /** Which pass it was told in: 0 for what was said, later ones for what entries say. */
  pass: number;
}

export interface Lore {
  /** What stands highest first. */
  told: ToldLore[];
  /** A verdict on every entry, of the nearest book first; most are reached only when somebody asks. */
  explain: () => LoreVerdict[];
  /** As they stand with this reply. */
  timers: LoreTimer[];
}

/** Nearest first: what has its tokens first, and with equal orders stands lower. */
const NEAREST: readonly LoreTarget[] = ['channel', 'person', 'character', 'server'];
/** Widening the search stops here. */
const MAX_SCAN_DEPTH = 1_000;
/** Entries may wake one another for ever longer; nobody reads what the fiftieth was woken by. */
const MAX_PASSES = 50;
/** A search that goes further back does so by one line at first, then by this share of the lines it has added. */
const WIDENING_SHARE = 1 / 4;

/** Which entries of the books are told in a turn, and why every other one is not. Source: docs/lore.md. */
export function tellLore(question: LoreQuestion): Lore {
  const books = distinctBooks(question.books);
  const scan = startScan(question, books, readTimers(question.timers, findEntries(books), question.counts));
  while (scan.pass()) {
    // Each pass tells what the one before made possible.
  }
  const { effects, told: found } = scan;
  return {
    told: found.toSorted((a, b) => a.entry.order - b.entry.order).flatMap((each) => toTold(each, effects, question)),
    explain: scan.explain,
    timers: effects.after(
      found.map(({ entry }) => entry),
      question.messageId,
    ),
  };
}

type Books = LoreQuestion['books'];

function distinctBooks(books: Books): Books {
  const nearest = books.toSorted((a, b) => NEAREST.indexOf(a.target) - NEAREST.indexOf(b.target));
  return nearest.filter(({ book }, index) => nearest.findIndex((other) => other.book.id === book.id) === index);
}

/** Timers name few entries, so no map of all is made. */
function findEntries(books: Books) {
  return {
    get: (id: string) => books.flatMap(({ book }) => book.entries.find((entry) => entry.id === id) ?? [])[0],
  };
}

type PassKind = 'said' | 'told' | 'wider';

interface Told {
  entry: CompiledEntry;
  text: string;
  reason: LoreReason;
  key: string | null;
}

interface Scan {
  /** @returns whether there is another one to make */
  pass(): boolean;
  readonly told: readonly Told[];
  readonly effects: TimedEffects;
  explain(): LoreVerdict[];
}

function startScan(question: LoreQuestion, books: Books, effects: TimedEffects): Scan {
  const { seed, expand, budgetTokens } = question;
  const finder = createKeyFinder(
    question,
    books.map(({ book }) => book),
    { maxDepth: deepestOf(books, question.lines.length), expand: (text) => expand(text, false) },
  );
  const nearness = new Map(books.map(({ book, target }) => [book.id, NEAREST.indexOf(target)]));
  const inOrder = (a: CompiledEntry, b: CompiledEntry) =>
    (nearness.get(a.bookId) ?? 0) - (nearness.get(b.bookId) ?? 0) || rankOf(b) - rankOf(a);
  const isForSpeaker = speakerCheck(question.speakerNames);
  const unindexed = [...books.flatMap(({ book }) => book.unindexed), ...effects.sticky];
  const verdicts = new Map<CompiledEntry, LoreVerdict>();
  const told: Told[] = [];
  /** What was unlucky, or found no room, stays out for the whole scan. */
  const out = new Set<CompiledEntry>();
  const levels = recursionLevels(unindexed);
  let openLevel = levels.shift() ?? 0;
  let kind: PassKind | null = 'said';
  let passes = 0;
  /** Lines beyond each book's own depth. */
  let wider = 0;
  let usedTokens = 0;
  let isFull = false;
  const usedByBook = new Map<string, number>();
  const fullBooks = new Set<string>();

  const settle = (entry: CompiledEntry, reason: LoreReason, key: string | null, isTold: boolean) => {
    verdicts.set(entry, { entry, isTold, reason, key, pass: passes });
  };

  const depthOf = ({ decorators, scanDepth, settings }: CompiledEntry): number =>
    decorators.scanDepth ?? scanDepth ?? settings.scanDepth + wider;

  function judge(entry: CompiledEntry, now: PassKind): Judgement {
    const no = (reason: LoreReason) => ({ reason, key: null, isFound: false });
    const yes = (reason: LoreReason) => ({ reason, key: null, isFound: true });
    const { decorators, settings } = entry;
    const isSticky = effects.isSticky(entry);
    if (!entry.isEnabled) return no('disabled');
    if (!isForTurn(entry, question)) return no('other-turns');
    if (!isForSpeaker(entry)) return no('other-character');
    if (effects.isDelayed(entry) || !isDue(entry, question.counts)) return no('delayed');
    if (effects.isCoolingDown(entry) && !isSticky) return no('cooling-down');
    if (entry.recursionLevel > (now === 'told' ? openLevel : 0) && !isSticky) return no('waits-for-entries');
    const isBarred = now === 'told' && settings.isRecursive && entry.isExcludedFromRecursion;
    if (isBarred && !isSticky) return no('no-key-found');
    if (decorators.isActivated) return yes('decorator');
    if (decorators.isDeactivated) return no('decorator');
    if (entry.isConstant) return yes('constant');
    if (isSticky) return yes('sticky');
    return findByKeys(entry, { depth: depthOf(entry), seesTold: now === 'told' && settings.isRecursive }, finder);
  }

  function pass(): boolean {
    if (kind === null) return false;
    const now: PassKind = kind;
    const waiting = [...new Set([...unindexed, ...finder.touched])].filter(
      (entry) => !out.has(entry) && verdicts.get(entry)?.isTold !== true && isWithinSteps(entry, passes),
    );
    const found = waiting.filter((entry) => {
      const { isFound, reason, key } = judge(entry, now);
      settle(entry, reason, key, false);
      return isFound;
    });
    decideNext(admit(found), now);
    passes += 1;
    return kind !== null;
  }

  /** Groups, luck and room, in that order. */
  function admit(found: readonly CompiledEntry[]): readonly Told[] {
    const waiting = found.toSorted(
      (a, b) =>
        Number(effects.isSticky(b)) - Number(effects.isSticky(a)) ||
        Number(a.decorators.isExpendable) - Number(b.decorators.isExpendable) ||
        inOrder(a, b),
    );
    const losers = losersOfGroups(waiting, {
      told: told.map(({ entry }) => entry),
      isSticky: effects.isSticky,
      scoreOf: (entry) => scoreByKeys(entry, finder, { depth: depthOf(entry), seesTold: passes > 0 }),
      seed,
    });
    const fresh = waiting.flatMap((entry) => {
      const { reason, key } = verdicts.get(entry) ?? { reason: 'key' as const, key: null };
      if (losers.has(entry)) {
        settle(entry, 'group', key, false);
        return [];
      }
      const text = isLucky(entry) ? expand(entry.content, entry.isConstant).trim() : null;
      const isTold = text !== null && takeRoom(entry, text);
      if (isTold) settle(entry, reason, key, true);
      else settle(entry, text === null ? 'probability' : 'budget', key, false);
      if (!isTold) out.add(entry);
      return isTold ? [{ entry, text, reason, key }] : [];
    });
    told.push(...fresh);
    return fresh;
  }

  const isLucky = (entry: CompiledEntry) =>
    entry.probability >= 100 ||
    effects.isSticky(entry) ||
    seededNumber(seed, `probability ${entry.id}`) * 100 < entry.probability;

  /** The first that does not fit ends it for all behind it: what is small does not slip in before what matters more. */
  function takeRoom({ ignoresBudget, bookId, settings }: CompiledEntry, text: string): boolean {
    const tokens = countTokens(text) + 1;
    const usedInBook = usedByBook.get(bookId) ?? 0;
    if (!ignoresBudget) {
      isFull ||= usedTokens + tokens >= budgetTokens;
      if (settings.tokenBudget !== null && usedInBook + tokens > settings.tokenBudget) fullBooks.add(bookId);
      if (isFull || fullBooks.has(bookId)) return false;
    }
    usedTokens += tokens;
    usedByBook.set(bookId, usedInBook + tokens);
    return true;
  }

  function decideNext(fresh: readonly Told[], now: PassKind): void {
    const waking = fresh.filter(({ entry }) => entry.settings.isRecursive && !entry.preventsRecursion);
    for (const { text } of waking) if (text !== '') finder.addTold(text);
    kind = null;
    if (isFull || passes >= MAX_PASSES) return;
    if (waking.length > 0 || (now === 'wider' && fresh.length > 0)) {
      kind = 'told';
    } else if (wantsMore()) {
      wider += Math.max(1, Math.floor(wider * WIDENING_SHARE));
      kind = 'wider';
    } else if (levels.length > 0) {
      openLevel = levels.shift() ?? 0;
      kind = 'told';
    }
  }

  /** Some book wants more entries than were told, and may search further back for them. */
  function wantsMore(): boolean {
    return books.some(({ book: { id, settings } }) => {
      if (settings.minActivations === 0) return false;
      const count = told.filter(({ entry }) => entry.bookId === id).length;
      const depth = settings.scanDepth + wider;
      const furthest = settings.maxScanDepth === 0 ? MAX_SCAN_DEPTH : settings.maxScanDepth;
      return count < settings.minActivations && depth < furthest && depth < question.lines.length;
    });
  }

  function explainOne(entry: CompiledEntry): LoreVerdict {
    const known = verdicts.get(entry);
    const verdict = known ?? { entry, isTold: false, ...judge(entry, 'said'), pass: 0 };
    const isUnsure = verdict.reason === 'no-key-found' && finder.ranOutOfTime() && hasPattern(entry);
    return isUnsure ? { ...verdict, reason: 'out-of-time' } : verdict;
  }

  return {
    pass,
    told,
    effects,
    explain: () => books.flatMap(({ book }) => book.entries.map(explainOne)),
  };
}

/** A book may say how often what entries say is searched; the first search is of what was said. */
const isWithinSteps = ({ settings }: CompiledEntry, passes: number): boolean =>
  settings.maxRecursionSteps === 0 || passes < settings.maxRecursionSteps;

const hasPattern = ({ keys, secondaryKeys }: CompiledEntry): boolean =>
  [...keys, ...secondaryKeys].some(({ kind }) => kind === 'pattern');

function isForTurn({ triggers, decorators }: CompiledEntry, { trigger }: LoreQuestion): boolean {
  if (decorators.greeting !== null && decorators.greeting > 0) return false;
  return triggers.length === 0 || triggers.includes(trigger);
}

function speakerCheck(speakerNames: readonly string[]): (entry: CompiledEntry) => boolean {
  const known = new Set(speakerNames.map((name) => name.toLowerCase()));
  return ({ characters: { names, tags, isExcluding } }) => {
    if (names.length === 0 && tags.length === 0) return true;
    // Tags of characters are not asked here, so an entry that is for one by its tag alone is for nobody.
    return names.some((name) => known.has(name.toLowerCase())) !== isExcluding;
  };
}

const isDue = ({ decorators: { afterTurns, everyTurns } }: CompiledEntry, { turns }: Counts): boolean =>
  turns >= afterTurns && turns % everyTurns === 0;

function recursionLevels(entries: readonly CompiledEntry[]): number[] {
  const levels = new Set(entries.map(({ recursionLevel }) => recursionLevel).filter((level) => level > 0));
  return [...levels].toSorted((a, b) => a - b);
}

function deepestOf(books: Books, lines: number): number {
  if (books.some(({ book }) => book.settings.minActivations > 0)) return Math.min(lines, MAX_SCAN_DEPTH);
  return Math.min(Math.max(0, ...books.map(({ book }) => book.deepestScan)), MAX_SCAN_DEPTH);
}

interface Judgement {
  reason: LoreReason;
  key: string | null;
  isFound: boolean;
}

function findByKeys(entry: CompiledEntry, reach: Reach, finder: KeyFinder): Judgement {
  const isFound = (key: CompiledKey) => finder.isFound(key, entry, reach);
  const primary = entry.keys.find(isFound);
  if (primary === undefined) return { reason: 'no-key-found', key: null, isFound: false };
  const passes =
    passesSecondary(entry, isFound) &&
    (entry.additionalKeys.length === 0 || entry.additionalKeys.some(isFound)) &&
    !entry.excludedKeys.some(isFound);
  return { reason: passes ? 'key' : 'secondary-keys', key: primary.text, isFound: passes };
}

function passesSecondary({ secondaryKeys, logic }: CompiledEntry, isFound: (key: CompiledKey) => boolean): boolean {
  if (secondaryKeys.length === 0) return true;
  switch (logic) {
    case 'any':
      return secondaryKeys.some(isFound);
    case 'all':
      return secondaryKeys.every(isFound);
    case 'not-any':
      return !secondaryKeys.some(isFound);
    case 'not-all':
      return !secondaryKeys.every(isFound);
  }
}

/** How many of its keys are found; further ones count only where more of them are better. */
function scoreByKeys(entry: CompiledEntry, finder: KeyFinder, reach: Reach): number {
  const count = (keys: readonly CompiledKey[]) => keys.filter((key) => finder.isFound(key, entry, reach)).length;
  const primary = count(entry.keys);
  const { secondaryKeys, logic } = entry;
  if (entry.keys.length === 0) return 0;
  const secondary = logic === 'any' || logic === 'all' ? count(secondaryKeys) : 0;
  if (logic === 'all' && secondary < secondaryKeys.length) return primary;
  return primary + secondary;
}

function toTold(
  { entry, text, reason, key }: Told,
  effects: TimedEffects,
  { counts, messageId }: LoreQuestion,
): ToldLore[] {
  if (text === '') return [];
  const { decorators, settings } = entry;
  const { reverseDepth, depth } = decorators;
  const deep = depth ?? (reverseDepth === null ? null : Math.max(0, counts.messages - reverseDepth));
  const keepsPlace = settings.keepsPlace && (entry.sticky > 0 || decorators.isKept);
  return [
    {
      entryId: entry.id,
      text,
      position: deep === null ? (decorators.position ?? entry.position) : 'at-depth',
      depth: deep ?? entry.depth,
      role: decorators.role ?? entry.role,
      outlet: entry.outlet,
      isConstant: entry.isConstant || decorators.isActivated,
      above: keepsPlace ? (effects.placeOf(entry) ?? messageId) : null,
      because: { bookId: entry.bookId, title: entry.title, reason, key },
    },
  ];
}
