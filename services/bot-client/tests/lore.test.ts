import {
  attachLorebook,
  attachLorebookHere,
  createLorebook,
  createLoreEntry,
  deleteLorebook,
  getLorebook,
  getLoreEntry,
  type Lorebook,
  LorebookSettings,
  type LoreEntry,
  LoreEntryDraft,
  listLorebooks,
  listLorebooksHere,
  listLoreEntries,
  readLorebookContents,
  testLore,
  updateLorebook,
  updateLoreEntry,
} from '@tzurot/contracts';
import { answer, answerJob, type FakeGateway, fakeGateway, fakeQueues } from '@tzurot/platform/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BotUnderTest, startBot } from './support/bot.ts';
import { readText } from './support/fits-discord.ts';
import type { Person } from './support/person.ts';

let bot: BotUnderTest;
let ada: Person;
let ben: Person;

beforeAll(async () => {
  bot = await startBot();
  [ada, ben] = await Promise.all([bot.connect('ada'), bot.connect('ben')]);
});
afterAll(() => bot.stop());

const BOOK = '01970000-0000-7000-8000-0000000000b1';
const ENTRY = '01970000-0000-7000-8000-0000000000e1';

const sampleBook = (changes: Partial<Lorebook> = {}): Lorebook => ({
  id: BOOK,
  name: 'Harbour',
  description: '',
  settings: LorebookSettings.parse({}),
  rest: {},
  version: 1,
  entryCount: 1,
  attachments: [],
  ...changes,
});
const sampleEntry = (changes: Partial<LoreEntry> = {}): LoreEntry => ({
  ...LoreEntryDraft.parse({ title: 'Kraken', keys: ['kraken'], content: 'It sleeps.' }),
  id: ENTRY,
  ...changes,
});

/** A gateway that keeps one book with one entry. */
function give(books: Lorebook[] = [sampleBook()]): FakeGateway {
  let [book = sampleBook()] = books;
  let entry = sampleEntry();
  const shown = () => ({ ...entry, bookId: book.id, bookName: book.name });
  const gateway = fakeGateway(
    answer(createLorebook, ({ body }) => (book = sampleBook({ name: body.name, entryCount: 0 }))),
    answer(listLorebooks, () => ({ items: books })),
    answer(listLorebooksHere, () => ({
      items: [{ id: BOOK, name: 'Tavern', target: 'server' as const, isMine: false }],
    })),
    answer(getLorebook, () => book),
    answer(updateLorebook, ({ body: { settings, ...rest } }) => {
      book = { ...book, ...rest, settings: { ...book.settings, ...settings } } as Lorebook;
      return book;
    }),
    answer(deleteLorebook, () => ({ name: book.name, deletedEntries: 1 })),
    answer(readLorebookContents, () => ({ ...book, entries: [{ ...entry, sourceId: null }] })),
    answer(attachLorebook, () => ({ name: book.name })),
    answer(attachLorebookHere, () => ({ name: book.name })),
    answer(listLoreEntries, () => ({
      bookName: book.name,
      items: [{ ...entry, excerpt: entry.content }],
      page: 1,
      pages: 1,
      total: 1,
    })),
    answer(createLoreEntry, ({ body }) => {
      entry = { ...body, id: ENTRY };
      return shown();
    }),
    answer(getLoreEntry, shown),
    answer(updateLoreEntry, ({ body }) => {
      entry = { ...entry, ...body } as LoreEntry;
      return shown();
    }),
  );
  bot.give({ gateway });
  return gateway;
}

it('makes a lorebook and changes how its entries are found', async () => {
  const gateway = give([]);

  await ada.use('lore book create', { name: 'Isles' });
  await ada.pressId(await ada.see('Lorebook created.'), `lore:edit-search:${BOOK}`);
  await ada.submit(await ada.seeModal(), { scanDepth: '6', isRecursive: 'yes' });

  expect(readText(await ada.see('Searches 6 messages.'))).toContain('Entries wake others: yes');
  expect(gateway.callsOf(updateLorebook)).toMatchObject([{ body: { settings: { scanDepth: 6, isRecursive: true } } }]);
});

it('says which input of the form is not a number, and keeps what was typed', async () => {
  give();

  await ada.use('lore book edit', { book: 'Harbour' });
  await ada.pressId(await ada.see('Harbour'), `lore:edit-search:${BOOK}`);
  await ada.submit(await ada.seeModal(), { scanDepth: 'six' });

  await ada.see('six');
});

it('adds an entry whose keys are separated by commas, and gives it a place and a time', async () => {
  const gateway = give();

  await ada.use('lore entry add', { book: 'Harbour', keys: 'kraken, /sq(u|w)id/i, deep one', content: 'It sleeps.' });
  await ada.pressId(await ada.see('Entry added.'), `lore:edit-place:${ENTRY}`);
  await ada.submit(await ada.seeModal(), { position: 'at-depth', depth: '2', role: 'user' });
  await ada.pressId(await ada.see('depth 2, as user'), `lore:edit-time:${ENTRY}`);
  await ada.submit(await ada.seeModal(), { sticky: '5', scanDepth: '' });

  await ada.see('Sticky 5');
  expect(gateway.callsOf(createLoreEntry)).toMatchObject([
    { params: { bookId: BOOK }, body: { keys: ['kraken', '/sq(u|w)id/i', 'deep one'] } },
  ]);
  expect(gateway.callsOf(updateLoreEntry).at(-1)).toMatchObject({ body: { sticky: 5, scanDepth: null } });
});

it('tells a book to its owner, and to a server only for its staff', async () => {
  const gateway = give();

  await ada.use('lore book attach', { book: 'Harbour', to: 'person' });
  await ada.see('Harbour is now told to you, wherever you talk.');
  await ben.use('lore book attach', { book: 'Harbour', to: 'server' });
  await ben.see('people who can manage messages');
  await ada.use('lore book attach', { book: 'Harbour', to: 'server' });
  await ada.see('this server');

  expect(gateway.callsOf(attachLorebook)).toMatchObject([{ body: { target: 'person' } }]);
  expect(gateway.callsOf(attachLorebookHere)).toMatchObject([{ body: { target: 'server' } }]);
});

it('makes an entry of a message, in a new book when it is named', async () => {
  const gateway = give([]);
  const message = await ada.say('The lighthouse was built by giants.');

  await ada.useMenu('Make a lore entry', message.id);
  await ada.submit(await ada.seeModal(), { title: 'Lighthouse', keys: 'lighthouse', book: 'Coast' });

  await ada.see('Entry added.');
  expect(gateway.callsOf(createLorebook)).toMatchObject([{ body: { name: 'Coast' } }]);
  expect(gateway.callsOf(createLoreEntry)).toMatchObject([
    { body: { title: 'Lighthouse', keys: ['lighthouse'], content: 'The lighthouse was built by giants.' } },
  ]);
});

it('lists books and entries, and deletes a book after asking', async () => {
  const gateway = give();

  await ada.use('lore book list');
  expect(readText(await ada.see('1 entry'))).toContain('Tavern');
  await ada.use('lore entry list', { book: 'Harbour' });
  await ada.see('Kraken');
  await ada.use('lore book delete', { book: 'Harbour' });
  await ada.press(await ada.see('Delete Harbour?'), 'Delete Harbour');

  await ada.see('Harbour is deleted.');
  expect(gateway.callsOf(deleteLorebook)).toHaveLength(1);
});

it('saves a book as a file that SillyTavern reads', async () => {
  give();

  await ada.use('lore book export', { book: 'Harbour', format: 'sillytavern' });

  const [saved] = (await ada.see('SillyTavern world info')).attachments;
  const json: unknown = await (await fetch(saved?.url ?? '')).json();
  expect(saved?.filename).toBe('Harbour.json');
  expect(json).toMatchObject({ entries: { 0: { uid: 0, key: ['kraken'], content: 'It sleeps.', order: 100 } } });
});

it('shows what a text would bring up, and why everything else stays out', async () => {
  give();
  const verdict = { bookName: 'Harbour', pass: 0, key: null };
  const verdicts = [
    { ...verdict, title: 'Kraken', isTold: true, reason: 'key' as const, key: 'kraken' },
    { ...verdict, title: 'Reef', isTold: false, reason: 'no-key-found' as const },
  ];
  bot.give({ queues: fakeQueues(answerJob(testLore, () => ({ verdicts, tokens: 4, tookMs: 1 }))) });

  await ada.use('lore test', { text: 'Where is the kraken?' });

  const shown = await ada.see('What would be told');
  const file = await (await fetch(shown.attachments[0]?.url ?? '')).text();
  expect(readText(shown)).toContain('found “kraken”');
  expect(file).toContain('- Harbour / Reef: no key found');
});
