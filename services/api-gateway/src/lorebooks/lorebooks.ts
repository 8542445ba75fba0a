import {
  type Caller,
  type createLorebook,
  type Lorebook,
  type LorebookContents,
  type LorebookPatch,
  LorebookSettings,
  LoreTarget,
  MAX_LOREBOOKS_PER_USER,
  type RouteAnswer,
  type RouteRequest,
  type readLorebook,
} from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import { changes } from '../database/changes.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { lockUser, type Rows, transaction } from '../database/transaction.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { findOrKeepUser } from '../users/users.ts';
import { type LoreContext, ownBook } from './access.ts';
import { addEntries, readContents, readEntries } from './entries.ts';

const shown = {
  attachments: { orderBy: [{ target: 'asc' }, { targetId: 'asc' }] },
  _count: { select: { entries: true } },
} satisfies Prisma.LorebookInclude;
type ShownRow = Prisma.LorebookGetPayload<{ include: typeof shown }>;

/** @throws AppError `limit-reached` when the caller has too many, or the entries are too many or too long */
export async function create(
  caller: Caller,
  { entries = [], ...draft }: RouteRequest<typeof createLorebook>['body'],
  ctx: LoreContext,
): Promise<Lorebook> {
  const { id: ownerId } = await findOrKeepUser(caller, ctx);
  const id = await transaction(ctx.prisma, (tx) => addBook(tx, ownerId, { ...draft, entries }));
  return get(caller, id, ctx);
}

/** A whole book at once, for whoever keeps one within a transaction of theirs. @returns its id */
export async function addBook(tx: Rows, ownerId: string, { entries, ...draft }: LorebookContents): Promise<string> {
  await lockUser(tx, ownerId);
  if ((await tx.lorebook.count({ where: { ownerId } })) >= MAX_LOREBOOKS_PER_USER) {
    throw new AppError('limit-reached', `a person may have ${MAX_LOREBOOKS_PER_USER} lorebooks`, {
      reason: 'too-many-lorebooks',
      facts: { max: MAX_LOREBOOKS_PER_USER },
    });
  }
  const { id } = await tx.lorebook.create({ data: { id: uuidV7(), ownerId, ...draft } });
  await addEntries(tx, id, entries);
  return id;
}

export async function list(caller: Caller, { prisma }: LoreContext): Promise<Lorebook[]> {
  const rows = await prisma.lorebook.findMany({
    where: { owner: { discordId: toBigInt(caller.id) } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    include: shown,
  });
  return toLorebooks(rows, prisma);
}

/** @throws NotFoundError for somebody else's, as if it did not exist */
export async function get(caller: Caller, bookId: string, { prisma }: LoreContext): Promise<Lorebook> {
  const row = await prisma.lorebook.findFirst({ where: ownBook(caller, bookId), include: shown });
  const [book] = row === null ? [] : await toLorebooks([row], prisma);
  if (book === undefined) throw new NotFoundError('lorebook', bookId);
  return book;
}

/** @throws NotFoundError for somebody else's */
export async function update(
  caller: Caller,
  bookId: string,
  { settings, ...patch }: LorebookPatch,
  ctx: LoreContext,
): Promise<Lorebook> {
  const before = await get(caller, bookId, ctx);
  await ctx.prisma.lorebook.update({
    where: { id: bookId },
    data: {
      ...changes(patch),
      ...(settings !== undefined && { settings: { ...before.settings, ...changes(settings) } }),
      version: { increment: 1 },
    },
  });
  return get(caller, bookId, ctx);
}

/** @throws NotFoundError for somebody else's */
export async function remove(caller: Caller, bookId: string, ctx: LoreContext) {
  const { name, entryCount } = await get(caller, bookId, ctx);
  await ctx.prisma.lorebook.delete({ where: { id: bookId } });
  return { name, deletedEntries: entryCount };
}

/** The whole book, with what its format says besides. @throws NotFoundError for somebody else's */
export async function readWhole(caller: Caller, bookId: string, ctx: LoreContext): Promise<LorebookContents> {
  const { name, description, settings, rest } = await get(caller, bookId, ctx);
  return { name, description, settings, rest, entries: await readContents(bookId, ctx) };
}

/** As a turn needs it. @throws NotFoundError when there is none any more */
export async function read(bookId: string, ctx: LoreContext): Promise<RouteAnswer<typeof readLorebook>> {
  const row = await ctx.prisma.lorebook.findUnique({ where: { id: bookId } });
  if (row === null) throw new NotFoundError('lorebook', bookId);
  const { id, name, version } = row;
  return { id, name, version, settings: StoredSettings.parse(row.settings), entries: await readEntries(bookId, ctx) };
}

/** What is stored in a way nobody understands any more counts as not set. */
const StoredSettings = LorebookSettings.catch(LorebookSettings.parse({}));

async function toLorebooks(rows: readonly ShownRow[], db: Rows): Promise<Lorebook[]> {
  const characterIds = rows.flatMap(({ attachments }) =>
    attachments.filter(({ target }) => target === 'character').map(({ targetId }) => targetId),
  );
  const characters =
    characterIds.length === 0
      ? []
      : await db.character.findMany({
          where: { id: { in: characterIds }, deletedAt: null },
          select: { id: true, name: true },
        });
  const names = new Map(characters.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    settings: StoredSettings.parse(row.settings),
    rest: row.rest as Lorebook['rest'],
    version: row.version,
    entryCount: row._count.entries,
    attachments: row.attachments.flatMap(({ target, targetId }) => {
      // A character that is gone takes nothing with it that it does not own.
      if (target === 'character' && !names.has(targetId)) return [];
      return [{ target: LoreTarget.parse(target), targetId, name: names.get(targetId) ?? null }];
    }),
  }));
}
