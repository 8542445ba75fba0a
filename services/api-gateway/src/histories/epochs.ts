import {
  type Caller,
  type clearHistory,
  type RouteOutput,
  snowflakeAt,
  snowflakeTimeMs,
  type undoClearHistory,
} from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { requireTalkable } from '../characters/access.ts';
import type { GatewayContext } from '../context.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { lockUser, type Rows, transaction } from '../database/transaction.ts';
import { findOrKeepUser } from '../users/users.ts';

type Context = Pick<GatewayContext, 'pool' | 'prisma'>;

const timeOf = (epoch: bigint): string => new Date(snowflakeTimeMs(toSnowflake(epoch))).toISOString();

/** Moves the caller's epoch with a character to now, or behind its last line where Discord's clock is ahead of ours. */
export async function clear(
  caller: Caller,
  characterId: string,
  ctx: Context,
): Promise<RouteOutput<typeof clearHistory>> {
  const { name: characterName } = await requireTalkable(ctx.prisma, caller, characterId);
  const { id: userId } = await findOrKeepUser(caller, ctx);
  return transaction(ctx.prisma, async (tx) => {
    await lockUser(tx, userId);
    const key = { userId_characterId: { userId, characterId } };
    const mine = await tx.userCharacter.findUnique({ where: key, select: { epoch: true } });
    const said = { userId, characterId, messageId: { gte: mine?.epoch ?? 0n } };
    const hiddenLines = await tx.historyLine.count({ where: said });
    const epoch = await epochBehind(tx, said);
    const moved = { epoch, previousEpoch: mine?.epoch ?? null, canUndoClear: true };
    await tx.userCharacter.upsert({ where: key, create: { userId, characterId, ...moved }, update: moved });
    return { characterName, hiddenLines, since: timeOf(epoch) };
  });
}

async function epochBehind(
  tx: Rows,
  said: { userId: string; characterId: string; messageId: { gte: bigint } },
): Promise<bigint> {
  const last = await tx.historyLine.findFirst({
    where: said,
    orderBy: { messageId: 'desc' },
    select: { messageIds: true },
  });
  const behind = (last?.messageIds ?? []).map((id) => id + 1n);
  return [toBigInt(snowflakeAt(Date.now())), ...behind].reduce((latest, id) => (id > latest ? id : latest));
}

/** @throws AppError `conflict` when there is no clearing to undo */
export async function undoClear(
  caller: Caller,
  characterId: string,
  ctx: Context,
): Promise<RouteOutput<typeof undoClearHistory>> {
  const { name: characterName } = await requireTalkable(ctx.prisma, caller, characterId);
  const { id: userId } = await findOrKeepUser(caller, ctx);
  return transaction(ctx.prisma, async (tx) => {
    await lockUser(tx, userId);
    const key = { userId_characterId: { userId, characterId } };
    const mine = await tx.userCharacter.findUnique({ where: key });
    if (mine?.canUndoClear !== true) {
      throw new AppError('conflict', 'there is no clearing to undo', {
        reason: 'nothing-to-undo',
        facts: { character: characterName },
      });
    }
    const { previousEpoch: epoch } = mine;
    await tx.userCharacter.update({ where: key, data: { epoch, previousEpoch: null, canUndoClear: false } });
    return { characterName, since: epoch === null ? null : timeOf(epoch) };
  });
}
