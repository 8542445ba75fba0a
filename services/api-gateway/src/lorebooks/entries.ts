import {
  type Caller,
  type createLoreEntry,
  type LorebookContents,
  LoreEntryDraft,
  type LoreEntryPatch,
  type listLoreEntries,
  MAX_BOOK_CHARACTERS,
  MAX_ENTRIES_PER_BOOK,
  type RouteAnswer,
  type RouteRequest,
  type readLorebook,
  type searchLoreEntries,
} from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import { changes } from '../database/changes.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { type Rows, transaction } from '../database/transaction.ts';
import type { LoreEntry as EntryRow } from '../generated/prisma/client.ts';
import { type LoreContext, ownBook } from './access.ts';

type EntryAnswer = RouteAnswer<typeof createLoreEntry>;

const EXCERPT_CHARACTERS = 200;

/** A page of a book's entries. @throws NotFoundError for somebody else's book */
export async function list(
  caller: Caller,
  bookId: string,
  { query, page, pageSize }: RouteRequest<typeof listLoreEntries>['query'],
  { prisma }: LoreContext,
): Promise<RouteAnswer<typeof listLoreEntries>> {
  const { name: bookName } = await requireBook(prisma, caller, bookId);
  const where = { bookId, ...(query !== '' && { title: { contains: query, mode: 'insensitive' as const } }) };
  const total = await prisma.loreEntry.count({ where });
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const shown = Math.min(page, pages);
  const rows = await prisma.loreEntry.findMany({
    where,
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    skip: (shown - 1) * pageSize,
    take: pageSize,
  });
  const items = rows.map((row) => {
    const { id, title, keys, isEnabled, isConstant, content } = toEntry(row);
    return { id, title, keys, isEnabled, isConstant, excerpt: content.slice(0, EXCERPT_CHARACTERS) };
  });
  return { bookName, items, page: shown, pages, total };
}

const MAX_FOUND = 25;

/** By title, in all the caller's books. */
export async function search(
  caller: Caller,
  query: string,
  { prisma }: Pick<LoreContext, 'prisma'>,
): Promise<RouteAnswer<typeof searchLoreEntries>['items']> {
  const rows = await prisma.loreEntry.findMany({
    where: {
      book: { owner: { discordId: toBigInt(caller.id) } },
      ...(query !== '' && { title: { contains: query, mode: 'insensitive' } }),
    },
    orderBy: [{ title: 'asc' }, { id: 'asc' }],
    take: MAX_FOUND,
    include: { book: { select: { name: true } } },
  });
  return rows.map(({ book, ...row }) => ({ id: row.id, name: nameOf(toEntry(row)), bookName: book.name }));
}

/** What an entry without a title is called by. */
const nameOf = ({ title, keys, id }: { title: string; keys: readonly string[]; id: string }): string =>
  title || keys[0] || id;

/** @throws NotFoundError for somebody else's book, AppError `limit-reached` when it is full */
export async function create(
  caller: Caller,
  bookId: string,
  draft: LoreEntryDraft,
  { prisma }: LoreContext,
): Promise<EntryAnswer> {
  const [id] = await transaction(prisma, async (tx) => {
    await requireBook(tx, caller, bookId);
    return addEntries(tx, bookId, [{ ...draft, sourceId: null }]);
  });
  return get(caller, id ?? '', { prisma });
}

/** Behind those that the book has. @returns their ids */
export async function addEntries(tx: Rows, bookId: string, drafts: LorebookContents['entries']): Promise<string[]> {
  // Whoever changes a book waits for whoever changes it before, so its limits hold.
  const { name } = await tx.lorebook.update({ where: { id: bookId }, data: { version: { increment: 1 } } });
  const last = await tx.loreEntry.aggregate({ where: { bookId }, _max: { position: true } });
  const first = (last._max.position ?? -1) + 1;
  const data = drafts.map(({ sourceId, ...draft }, index) => ({
    id: uuidV7(),
    bookId,
    sourceId,
    position: first + index,
    ...toStored(draft),
  }));
  if (data.length > 0) await tx.loreEntry.createMany({ data });
  await requireRoom(tx, bookId, name);
  return data.map(({ id }) => id);
}

/** @throws NotFoundError for an entry of somebody else's book */
export async function get(
  caller: Caller,
  entryId: string,
  { prisma }: Pick<LoreContext, 'prisma'>,
): Promise<EntryAnswer> {
  const { book, ...row } = await requireEntry(prisma, caller, entryId);
  return { ...toEntry(row), bookId: row.bookId, bookName: book.name };
}

/** @throws NotFoundError for an entry of somebody else's book */
export async function update(
  caller: Caller,
  entryId: string,
  patch: LoreEntryPatch,
  { prisma }: LoreContext,
): Promise<EntryAnswer> {
  await transaction(prisma, async (tx) => {
    const { book, ...row } = await requireEntry(tx, caller, entryId);
    await tx.lorebook.update({ where: { id: row.bookId }, data: { version: { increment: 1 } } });
    const { id: _id, ...before } = toEntry(row);
    await tx.loreEntry.update({ where: { id: entryId }, data: toStored({ ...before, ...changes(patch) }) });
    await requireRoom(tx, row.bookId, book.name);
  });
  return get(caller, entryId, { prisma });
}

/** @throws NotFoundError for an entry of somebody else's book */
export async function remove(caller: Caller, entryId: string, { prisma }: LoreContext) {
  return transaction(prisma, async (tx) => {
    const { book, bookId, title } = await requireEntry(tx, caller, entryId);
    await tx.loreEntry.delete({ where: { id: entryId } });
    await tx.lorebook.update({ where: { id: bookId }, data: { version: { increment: 1 } } });
    return { title, bookName: book.name };
  });
}

/** All of them, in the book's order, for the engine. */
export async function readEntries(
  bookId: string,
  { prisma }: Pick<LoreContext, 'prisma'>,
): Promise<RouteAnswer<typeof readLorebook>['entries']> {
  const rows = await prisma.loreEntry.findMany({ where: { bookId }, orderBy: [{ position: 'asc' }, { id: 'asc' }] });
  return rows.map(toEntry);
}

/** The same, for an export. */
export async function readContents(
  bookId: string,
  { prisma }: Pick<LoreContext, 'prisma'>,
): Promise<LorebookContents['entries']> {
  const rows = await prisma.loreEntry.findMany({ where: { bookId }, orderBy: [{ position: 'asc' }, { id: 'asc' }] });
  return rows.map((row) => {
    const { id: _id, ...entry } = toEntry(row);
    return { ...entry, sourceId: row.sourceId };
  });
}

async function requireBook(db: Rows, caller: Caller, bookId: string): Promise<{ name: string }> {
  const book = await db.lorebook.findFirst({ where: ownBook(caller, bookId), select: { name: true } });
  if (book === null) throw new NotFoundError('lorebook', bookId);
  return book;
}

async function requireEntry(db: Rows, caller: Caller, entryId: string) {
  const entry = await db.loreEntry.findFirst({
    where: { id: entryId, book: { owner: { discordId: toBigInt(caller.id) } } },
    include: { book: { select: { name: true } } },
  });
  if (entry === null) throw new NotFoundError('lore entry', entryId);
  return entry;
}

async function requireRoom(tx: Rows, bookId: string, name: string): Promise<void> {
  const { _count: count, _sum: sum } = await tx.loreEntry.aggregate({
    where: { bookId },
    _count: true,
    _sum: { characters: true },
  });
  if (count > MAX_ENTRIES_PER_BOOK) {
    throw new AppError('limit-reached', `a lorebook may have ${MAX_ENTRIES_PER_BOOK} entries`, {
      reason: 'lorebook-full',
      facts: { name, max: MAX_ENTRIES_PER_BOOK },
    });
  }
  if ((sum.characters ?? 0) > MAX_BOOK_CHARACTERS) {
    throw new AppError('limit-reached', `a lorebook may have ${MAX_BOOK_CHARACTERS} characters`, {
      reason: 'lorebook-too-large',
      facts: { name },
    });
  }
}

function toStored({ title, ...facts }: LoreEntryDraft) {
  return { title, facts, characters: JSON.stringify(facts).length };
}

/** One whose facts nobody understands any more is shown empty, so that its owner can write or delete it. */
function toEntry({ id, title, facts }: EntryRow) {
  const stored = LoreEntryDraft.safeParse({ ...(facts as object), title });
  return { id, ...(stored.success ? stored.data : LoreEntryDraft.parse({ title, isEnabled: false })) };
}
