import {
  type attachLorebook,
  type attachLorebookHere,
  type Caller,
  LoreTarget,
  type listLorebooksHere,
  MAX_BOOKS_PER_TARGET,
  type RouteOutput,
  type RouteRequest,
} from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { requireOwnGuild } from '../channels/channels.ts';
import { requireOwned } from '../characters/access.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { transaction } from '../database/transaction.ts';
import { type LoreContext, ownBook } from './access.ts';

type Staff = Caller & { guildId: string };
type OwnTarget = RouteRequest<typeof attachLorebook>['body'];
type StaffTarget = RouteRequest<typeof attachLorebookHere>['body'];

interface Target {
  target: LoreTarget;
  targetId: string;
}

/** @throws as `requireOwned` for a character that is not the caller's */
export async function ownTarget(caller: Caller, wanted: OwnTarget, { prisma }: LoreContext): Promise<Target> {
  if (wanted.target === 'person') return { target: 'person', targetId: caller.id };
  await requireOwned(prisma, caller, wanted.characterId);
  return { target: 'character', targetId: wanted.characterId };
}

/** @throws AppError `forbidden` for a channel of another server */
export async function staffTarget(staff: Staff, wanted: StaffTarget, { prisma }: LoreContext): Promise<Target> {
  if (wanted.target === 'server') return { target: 'server', targetId: staff.guildId };
  await requireOwnGuild(prisma, wanted.channelId, staff);
  return { target: 'channel', targetId: wanted.channelId };
}

/** Attaching one that is attached already changes nothing. @throws NotFoundError for a book that is not the caller's */
export async function attach(caller: Caller, bookId: string, to: Target, { prisma }: LoreContext): Promise<string> {
  return transaction(prisma, async (tx) => {
    const book = await tx.lorebook.findFirst({ where: ownBook(caller, bookId), select: { name: true } });
    if (book === null) throw new NotFoundError('lorebook', bookId);
    const others = await tx.loreAttachment.count({ where: { ...to, bookId: { not: bookId } } });
    if (others >= MAX_BOOKS_PER_TARGET) {
      throw new AppError('limit-reached', `a target may have ${MAX_BOOKS_PER_TARGET} lorebooks`, {
        reason: 'too-many-lorebooks-there',
        facts: { max: MAX_BOOKS_PER_TARGET },
      });
    }
    const key = { bookId, ...to };
    await tx.loreAttachment.upsert({ where: { bookId_target_targetId: key }, create: key, update: {} });
    return book.name;
  });
}

/** @throws NotFoundError for a book that is not attached there: whoever's it is, nothing more is told of it */
export async function detach(bookId: string, from: Target, { prisma }: LoreContext): Promise<string> {
  const key = { bookId, ...from };
  const found = await prisma.loreAttachment.findUnique({
    where: { bookId_target_targetId: key },
    include: { book: { select: { name: true } } },
  });
  if (found === null) throw new NotFoundError('lorebook', bookId);
  await prisma.loreAttachment.deleteMany({ where: key });
  return found.book.name;
}

/** Books of the channel and of its server. */
export async function listHere(
  staff: Staff,
  channelId: string,
  ctx: LoreContext,
): Promise<RouteOutput<typeof listLorebooksHere>['items']> {
  const { targetId } = await staffTarget(staff, { target: 'channel', channelId }, ctx);
  const rows = await ctx.prisma.loreAttachment.findMany({
    where: {
      OR: [
        { target: 'channel', targetId },
        { target: 'server', targetId: staff.guildId },
      ],
    },
    include: { book: { select: { name: true, owner: { select: { discordId: true } } } } },
    orderBy: [{ target: 'asc' }, { createdAt: 'asc' }],
  });
  return rows.map(({ bookId: id, target, book }) => ({
    id,
    name: book.name,
    target: LoreTarget.parse(target),
    isMine: book.owner.discordId === toBigInt(staff.id),
  }));
}
