import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LorebookSettings, LoreEntryDraft, type LoreTimer } from '@tzurot/contracts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileBook } from './compile-book.ts';
import { type Lore, type LoreQuestion, tellLore } from './tell-lore.ts';

const idOf = (n: number) => `01970000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const BOOK = idOf(0);

type Entry = z.input<typeof LoreEntryDraft> & { n: number };

function bookOf(entries: readonly Entry[], settings: z.input<typeof LorebookSettings> = {}, id = BOOK) {
  return compileBook({
    id,
    name: 'Harbour',
    settings: LorebookSettings.parse({ includesNames: false, ...settings }),
    entries: entries.map(({ n, ...entry }) => ({ ...LoreEntryDraft.parse(entry), id: idOf(n) })),
  });
}

/** What was said, oldest first. */
function ask(
  entries: readonly Entry[],
  said: readonly string[],
  { settings, ...changes }: Partial<LoreQuestion> & { settings?: z.input<typeof LorebookSettings> } = {},
): Lore {
  return tellLore({
    books: [{ book: bookOf(entries, settings), target: 'character' }],
    lines: said.toReversed().map((text) => ({ name: 'Tom', text })),
    sources: {},
    counts: { messages: said.length, turns: Math.floor(said.length / 2) },
    timers: [],
    speakerNames: ['Baker'],
    trigger: 'normal',
    seed: 'seed',
    budgetTokens: 100_000,
    messageId: null,
    expand: (text) => text.replaceAll('{{user}}', 'Tom'),
    ...changes,
  });
}

const numbersOf = ({ told }: Lore) => told.map(({ entryId }) => Number(entryId.slice(-12)));
const reasonOf = ({ explain }: Lore, n: number) => explain().find(({ entry }) => entry.id === idOf(n))?.reason;

const oven: Entry = { n: 1, keys: ['oven'], content: 'lore1' };

describe('a key', () => {
  it.each([
    { keys: ['oven'], said: 'The OVEN, hot', found: true },
    { keys: ['oven'], said: 'ovens', found: false },
    { keys: ['oven'], said: 'ovens', matchesWholeWords: false, found: true },
    { keys: ['Oven'], said: 'the oven', isCaseSensitive: true, found: false },
    { keys: ['hot oven'], said: 'the hot ovens', found: true },
    { keys: ['дракон'], said: 'Дракон спит', found: true },
    { keys: ['кот'], said: 'который час', found: false },
    { keys: ['école'], said: "l'École est fermée", found: true },
    { keys: ['col'], said: 'école', found: false },
    { keys: ['東京'], said: '明日東京へ行く', found: true },
    { keys: ['학교'], said: '학교에 간다', found: true },
    { keys: ['Tom'], said: 'Tom東京', found: true },
    { keys: ["don't"], said: "I don't!", found: true },
    { keys: ['c++'], said: 'we write c++.', found: true },
    { keys: ['c++'], said: 'abc++', found: false },
    { keys: [''], said: 'anything', found: false },
    { keys: ['/bre(a|e)d/i'], said: 'BREAD', found: true },
    { keys: ['/bre(a|e)d/'], said: 'BREAD', found: false },
    { keys: ['/^\\x01oven/'], said: 'oven first', found: true },
    { keys: ['{{user}}'], said: 'hi Tom', found: true },
    { keys: ['/(a)\\1/'], said: 'aa', found: false },
  ])('$keys is found in $said: $found', ({ said, found, ...entry }) => {
    const lore = ask([{ ...oven, ...entry }], [said]);

    expect(numbersOf(lore)).toEqual(found ? [1] : []);
  });

  it('is found only as far back as its depth, and in the names of who spoke where the book says so', () => {
    const said = ['oven', 'a', 'b'];

    expect(numbersOf(ask([oven], said))).toEqual([]);
    expect(numbersOf(ask([oven], said, { settings: { scanDepth: 3 } }))).toEqual([1]);
    expect(numbersOf(ask([{ ...oven, scanDepth: 3 }], said))).toEqual([1]);
    expect(numbersOf(ask([{ ...oven, keys: ['Tom'] }], ['hi'], { settings: { includesNames: true } }))).toEqual([1]);
  });

  it('is found in what an entry scans besides', () => {
    const sources = { persona: 'She owns an oven.' };

    expect(numbersOf(ask([{ ...oven, alsoScans: ['persona'] }], ['hi'], { sources }))).toEqual([1]);
    expect(numbersOf(ask([oven], ['hi'], { sources }))).toEqual([]);
  });
});

it.each([
  ['any', [1, 0, 1, 1]],
  ['all', [0, 0, 0, 1]],
  ['not-any', [0, 1, 0, 0]],
  ['not-all', [1, 1, 1, 0]],
] as const)('secondary keys of logic %s pass for one, none, the other and both: %j', (logic, passes) => {
  const entry: Entry = { ...oven, secondaryKeys: ['hot', 'cold'], logic };

  const told = ['oven hot', 'oven', 'oven cold', 'oven hot cold'].map((said) => numbersOf(ask([entry], [said])).length);

  expect(told).toEqual(passes);
});

describe('recursion', () => {
  const flour: Entry = { n: 2, keys: ['flour'], content: 'mill' };
  const mill: Entry = { n: 3, keys: ['mill'], content: 'river' };
  const waking: Entry = { ...oven, content: 'flour' };
  const settings = { isRecursive: true };

  it('lets what entries say wake others, as often as the book allows', () => {
    expect(numbersOf(ask([waking, flour, mill], ['oven'], { settings }))).toEqual([1, 2, 3]);
    expect(
      numbersOf(ask([waking, flour, mill], ['oven'], { settings: { ...settings, maxRecursionSteps: 2 } })),
    ).toEqual([1, 2]);
    expect(numbersOf(ask([waking, flour, mill], ['oven']))).toEqual([1]);
  });

  it('leaves out who is excluded, and who does not wake others', () => {
    expect(numbersOf(ask([waking, { ...flour, isExcludedFromRecursion: true }], ['oven'], { settings }))).toEqual([1]);
    expect(numbersOf(ask([{ ...waking, preventsRecursion: true }, flour], ['oven'], { settings }))).toEqual([1]);
  });

  it('opens levels one after another, and an entry that waits for others is not told by what was said', () => {
    const late: Entry = { ...flour, recursionLevel: 1 };

    expect(numbersOf(ask([late], ['flour'], { settings }))).toEqual([]);
    expect(reasonOf(ask([late], ['flour'], { settings }), 2)).toBe('waits-for-entries');
    expect(numbersOf(ask([waking, late, { ...mill, recursionLevel: 2 }], ['oven'], { settings }))).toEqual([1, 2, 3]);
  });

  it('is ended by entries that wake each other', () => {
    const other: Entry = { n: 2, keys: ['flour'], content: 'oven' };

    expect(numbersOf(ask([waking, other], ['oven'], { settings }))).toEqual([1, 2]);
  });
});

describe('groups', () => {
  const inn: Entry = { n: 1, keys: ['town'], content: 'a', groups: ['place'] };
  const well: Entry = { n: 2, keys: ['town', 'water'], content: 'b', groups: ['place'] };

  it('tell one of those that are found, drawn by weight and always the same by the same seed', () => {
    const seeds = Array.from({ length: 200 }, (_, n) => `seed ${n}`);

    const drawn = seeds.map((seed) => numbersOf(ask([{ ...inn, groupWeight: 300 }, well], ['town'], { seed })));

    expect(drawn.every((numbers) => numbers.length === 1)).toBe(true);
    expect(drawn.filter(([n]) => n === 1).length / seeds.length).toBeCloseTo(0.75, 1);
    expect(ask([inn, well], ['town']).told).toEqual(ask([inn, well], ['town']).told);
  });

  it('tell the winner by order, and only the best scored where they are scored', () => {
    expect(numbersOf(ask([inn, { ...well, isGroupWinner: true }], ['town']))).toEqual([2]);
    expect(numbersOf(ask([inn, well], ['town water'], { settings: { hasGroupScoring: true } }))).toEqual([2]);
  });

  it('admit no more once one of them was told, and leave entries of other groups alone', () => {
    const waking: Entry = { ...inn, content: 'water' };
    const other: Entry = { n: 3, keys: ['town'], content: 'c', groups: ['other'] };

    const lore = ask([waking, { ...well, keys: ['water'] }, other], ['town'], { settings: { isRecursive: true } });

    expect(numbersOf(lore)).toEqual([1, 3]);
    expect(reasonOf(lore, 2)).toBe('group');
  });
});

it('rolls for probability once, and never tells what has none', () => {
  const never: Entry = { ...oven, probability: 0 };
  const half: Entry = { ...oven, probability: 50 };
  const told = (entry: Entry, n: number) => numbersOf(ask([entry], ['oven'], { seed: `${n}` })).length;

  const numbers = Array.from({ length: 200 }, (_, n) => n);

  expect(numbers.filter((n) => told(never, n) > 0)).toEqual([]);
  expect(numbers.filter((n) => told(half, n) > 0).length / numbers.length).toBeCloseTo(0.5, 1);
});

it('gives tokens by order until the first entry does not fit, but for those that ignore the budget', () => {
  const entries: Entry[] = [
    { n: 1, keys: ['town'], content: 'word '.repeat(30), order: 300 },
    { n: 2, keys: ['town'], content: 'word '.repeat(90), order: 200 },
    { n: 3, keys: ['town'], content: 'small', order: 100 },
    { n: 4, keys: ['town'], content: 'always', order: 50, ignoresBudget: true },
  ];

  const lore = ask(entries, ['town'], { budgetTokens: 60 });

  expect(numbersOf(lore)).toEqual([4, 1]);
  expect([2, 3].map((n) => reasonOf(lore, n))).toEqual(['budget', 'budget']);
});

it('searches further back until enough is found', () => {
  const settings = { scanDepth: 1, minActivations: 1 };

  expect(numbersOf(ask([oven], ['oven', 'a', 'b', 'c'], { settings }))).toEqual([1]);
  expect(numbersOf(ask([oven], ['oven', 'a', 'b', 'c'], { settings: { ...settings, maxScanDepth: 2 } }))).toEqual([]);
});

/** Each turn says something more; timers go from one to the next. */
function playTurns(
  entry: Entry,
  turns: readonly (readonly string[])[],
  settings: z.input<typeof LorebookSettings> = {},
) {
  const said: string[] = [];
  let timers: LoreTimer[] = [];
  return turns.map((more, turn) => {
    said.push(...more);
    const counts = { messages: said.length, turns: turn };
    const lore = ask([entry], said, { timers, counts, settings: { scanDepth: 1, ...settings } });
    timers = lore.timers;
    return lore.told.length;
  });
}

describe('timed entries', () => {
  it('stay for so many messages, then cool down, then can be told again', () => {
    const entry: Entry = { ...oven, sticky: 3, cooldown: 2 };

    expect(playTurns(entry, [['oven'], ['a'], ['b'], ['oven'], ['oven'], ['oven']])).toEqual([1, 1, 1, 0, 0, 1]);
  });

  it('are not told before there are so many messages', () => {
    expect(playTurns({ ...oven, delay: 3 }, [['oven'], ['oven'], ['oven']])).toEqual([0, 0, 1]);
  });

  it('count turns of the character where the book says so', () => {
    const settings = { counts: 'turns' as const };

    expect(playTurns({ ...oven, sticky: 2 }, [['oven'], ['a', 'b', 'c', 'd'], ['e']], settings)).toEqual([1, 1, 0]);
  });

  it('are not moved by a reply that is made anew, and end when the entry is edited', () => {
    const entry: Entry = { ...oven, sticky: 5, cooldown: 5 };
    const first = ask([entry], ['oven']);

    expect(ask([entry], ['oven'], { timers: first.timers })).toMatchObject({ told: [{ text: 'lore1' }] });
    expect(numbersOf(ask([entry], ['oven', 'a', 'b'], { timers: first.timers }))).toEqual([1]);
    expect(numbersOf(ask([{ ...entry, content: 'new' }], ['oven', 'a', 'b'], { timers: first.timers }))).toEqual([]);
  });

  it('keep the place where they were first told', () => {
    const entry: Entry = { ...oven, sticky: 5 };
    const settings = { keepsPlace: true };
    const first = ask([entry], ['oven'], { settings, messageId: '1457708209274880001' });

    const later = ask([entry], ['oven', 'a'], { settings, timers: first.timers, messageId: '1457708209274880009' });

    expect(later.told).toMatchObject([{ above: '1457708209274880001' }]);
  });

  it('are kept while their book is not told here', () => {
    const first = ask([{ ...oven, sticky: 5 }], ['oven']);

    expect(ask([], ['oven', 'a'], { timers: first.timers }).timers).toEqual(first.timers);
  });
});

it('reads decorators, their fallbacks, and leaves unknown ones out of the prompt', () => {
  const entry: Entry = {
    ...oven,
    content: '@@unknown 3\n@@@depth 7\n@@@@depth 9\n@@role assistant\n@@mystery\nThe oven bites.',
  };

  const { told } = ask([entry], ['oven']);

  expect(told).toMatchObject([{ text: 'The oven bites.', position: 'at-depth', depth: 7, role: 'assistant' }]);
});

it.each([
  { decorator: '@@activate', said: 'nothing', turns: 0, isTold: true },
  { decorator: '@@dont_activate', said: 'oven', turns: 0, isTold: false },
  { decorator: '@@activate_only_after 3', said: 'oven', turns: 2, isTold: false },
  { decorator: '@@activate_only_after 3', said: 'oven', turns: 3, isTold: true },
  { decorator: '@@activate_only_every 2', said: 'oven', turns: 3, isTold: false },
  { decorator: '@@additional_keys hot, warm', said: 'oven', turns: 0, isTold: false },
  { decorator: '@@additional_keys hot, warm', said: 'warm oven', turns: 0, isTold: true },
  { decorator: '@@exclude_keys broken', said: 'broken oven', turns: 0, isTold: false },
])('$decorator with "$said" after $turns turns: $isTold', ({ decorator, said, turns, isTold }) => {
  const lore = ask([{ ...oven, content: `${decorator}\nlore` }], [said], { counts: { messages: 9, turns } });

  expect(lore.told.length === 1).toBe(isTold);
});

it('tells an entry only to the characters and turns that it is for', () => {
  const forOthers: Entry = { ...oven, characters: { names: ['Miller'] } };
  const forAllBut: Entry = { ...oven, characters: { names: ['baker'], isExcluding: true } };

  expect(reasonOf(ask([forOthers], ['oven']), 1)).toBe('other-character');
  expect(reasonOf(ask([forAllBut], ['oven']), 1)).toBe('other-character');
  expect(reasonOf(ask([{ ...oven, triggers: ['regenerate'] }], ['oven']), 1)).toBe('other-turns');
  expect(numbersOf(ask([{ ...oven, triggers: ['regenerate'] }], ['oven'], { trigger: 'regenerate' }))).toEqual([1]);
});

it('takes a book once that is told to the channel and to the character, and what is nearer first', () => {
  const other = bookOf([{ n: 2, keys: ['oven'], content: 'word '.repeat(40) }], {}, idOf(9));
  const book = bookOf([{ ...oven, content: 'word '.repeat(40) }]);

  const lore = ask([], ['oven'], {
    books: [
      { book: other, target: 'server' },
      { book, target: 'server' },
      { book, target: 'channel' },
    ],
    budgetTokens: 70,
  });

  expect(numbersOf(lore)).toEqual([1]);
  expect(lore.explain()).toHaveLength(2);
});

it('reads 5,000 entries against 50 messages, and 100 hostile patterns, without work that multiplies', () => {
  const hostile = Array.from({ length: 100 }, (_, n) => ({ n: n + 1, keys: [`/(a+)+${n}$/`], content: 'x' }));
  const lookalikes = Array.from({ length: 2_000 }, (_, n) => ({
    n: n + 1,
    keys: [`${'a'.repeat(400)} ${n}`],
    content: 'x',
  }));
  const said = Array.from({ length: 50 }, () => 'a'.repeat(2_000));

  expect(numbersOf(ask(hostile, said, { settings: { scanDepth: 50 } }))).toEqual([]);
  expect(numbersOf(ask(lookalikes, said, { settings: { scanDepth: 50 } }))).toEqual([]);
});

const casesFile = resolve(process.env['TZUROT_SHARED_DIR'] ?? '', 'samples/semantics/lorebook_cases.dev.json');
const hasCases = process.env['TZUROT_SHARED_DIR'] !== undefined && existsSync(casesFile);
if (!hasCases) console.warn('skipped: shared lorebook cases; TZUROT_SHARED_DIR names no folder that has them');

describe.skipIf(!hasCases)('shared cases (need TZUROT_SHARED_DIR)', () => {
  const LOGICS = ['any', 'not-all', 'not-any', 'all'] as const;
  const CaseEntry = z.looseObject({
    uid: z.number(),
    key: z.array(z.string()).default([]),
    keysecondary: z.array(z.string()).default([]),
    selective: z.boolean().default(false),
    selectiveLogic: z.number().default(0),
    content: z.string().default(''),
    sticky: z.number().default(0),
    cooldown: z.number().default(0),
    delay: z.number().default(0),
  });
  const CaseSettings = z.looseObject({
    scanDepth: z.number(),
    caseSensitive: z.boolean(),
    matchWholeWords: z.boolean(),
    recursive: z.boolean(),
    maxRecursionSteps: z.number(),
    minActivations: z.number(),
    budgetTokens: z.number(),
    includeNames: z.boolean(),
  });
  const Case = z.object({ name: z.string(), settings: CaseSettings, entries: z.array(CaseEntry) });
  const Cases = z.object({
    cases: z.array(Case.extend({ messages: z.array(z.string()), expect_active: z.array(z.number()) })),
    timed: z.array(
      Case.extend({ turns: z.array(z.object({ append: z.array(z.string()), expect_active: z.array(z.number()) })) }),
    ),
  });
  const { cases, timed } = hasCases
    ? Cases.parse(JSON.parse(readFileSync(casesFile, 'utf8')))
    : { cases: [], timed: [] };

  const play = ({ settings, entries }: z.output<typeof Case>, said: string[], timers: LoreTimer[]) =>
    ask(
      entries.map((entry) => ({
        n: entry.uid,
        keys: entry.key,
        secondaryKeys: entry.selective ? entry.keysecondary : [],
        logic: LOGICS[entry.selectiveLogic],
        content: entry.content,
        sticky: entry.sticky,
        cooldown: entry.cooldown,
        delay: entry.delay,
      })),
      said,
      {
        timers,
        budgetTokens: settings.budgetTokens,
        settings: {
          scanDepth: settings.scanDepth,
          isCaseSensitive: settings.caseSensitive,
          matchesWholeWords: settings.matchWholeWords,
          isRecursive: settings.recursive,
          maxRecursionSteps: settings.maxRecursionSteps,
          minActivations: settings.minActivations,
          includesNames: settings.includeNames,
        },
      },
    );

  it.each(cases)('hold: $name', (each) => {
    expect(numbersOf(play(each, each.messages, [])).toSorted((a, b) => a - b)).toEqual(
      each.expect_active.toSorted((a, b) => a - b),
    );
  });

  it.each(timed)('hold over several turns: $name', (each) => {
    const said: string[] = [];
    let timers: LoreTimer[] = [];

    const active = each.turns.map(({ append }) => {
      said.push(...append);
      const lore = play(each, said, timers);
      timers = lore.timers;
      return numbersOf(lore).toSorted((a, b) => a - b);
    });

    expect(active).toEqual(each.turns.map(({ expect_active: expected }) => expected.toSorted((a, b) => a - b)));
  });
});
