import type { GatewayContext } from '../context.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';

type Context = Pick<GatewayContext, 'prisma'>;

const DAY_MS = 24 * 60 * 60_000;

/**
 * A shard that is new takes the oldest mark that moved lately: its servers belonged to another one before the bot had
 * more shards. What was looked at already is accepted only once.
 */
export async function readMark(shardId: number, { prisma }: Context): Promise<string | null> {
  const row =
    (await prisma.mark.findUnique({ where: { shardId } })) ??
    (await prisma.mark.findFirst({
      where: { updatedAt: { gt: new Date(Date.now() - DAY_MS) } },
      orderBy: { mark: 'asc' },
    }));
  return row === null ? null : toSnowflake(row.mark);
}

/** Moves a mark forward; an older one changes nothing. */
export async function moveMark(shardId: number, snowflake: string, { prisma }: Context): Promise<void> {
  const mark = toBigInt(snowflake);
  const { count } = await prisma.mark.updateMany({
    where: { shardId, mark: { lt: mark } },
    data: { mark, updatedAt: new Date() },
  });
  if (count === 0) await prisma.mark.createMany({ data: { shardId, mark }, skipDuplicates: true });
}
