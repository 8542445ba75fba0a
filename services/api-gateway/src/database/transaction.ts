import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';

/** Where plain rows are read and written: the client itself, or a transaction of it. */
export type Rows = Prisma.TransactionClient;

/** Lost to somebody else at the same moment; the same work may well succeed now. */
const WORTH_ANOTHER_TRY: ReadonlySet<string> = new Set([
  'P2034', // serialization failure or deadlock
  'P2003', // a row that was there when we looked was deleted since
]);

/**
 * Runs `work` in a transaction. Nothing but the database may be awaited inside: on the embedded database an open
 * transaction keeps everybody else waiting.
 */
export async function transaction<Result>(prisma: PrismaClient, work: (tx: Rows) => Promise<Result>): Promise<Result> {
  try {
    return await prisma.$transaction(work);
  } catch (error) {
    const isLost = error instanceof Prisma.PrismaClientKnownRequestError && WORTH_ANOTHER_TRY.has(error.code);
    if (!isLost) throw error;
    return prisma.$transaction(work);
  }
}

/**
 * Locks a person's row until the transaction ends: whatever they may have only so many of, or only one, changes under
 * it. Prisma has no words for a lock.
 */
export async function lockUser(tx: Rows, userId: string): Promise<void> {
  await tx.$executeRaw`SELECT FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
}

/** The same for a channel's row, under which its turns change too. Nothing is locked where there is no row yet. */
export async function lockChannel(tx: Rows, channelId: bigint): Promise<void> {
  await tx.$executeRaw`SELECT FROM channels WHERE id = ${channelId}::bigint FOR UPDATE`;
}
