import { type Caller, type RouteOutput, type readHistoryStats, snowflakeTimeMs } from '@tzurot/contracts';
import { requireTalkable } from '../characters/access.ts';
import type { GatewayContext } from '../context.ts';
import { toSnowflake } from '../database/snowflakes.ts';
import { findOrKeepUser } from '../users/users.ts';

/** @throws NotFoundError for a character that the caller may not talk to */
export async function readStats(
  caller: Caller,
  characterId: string,
  ctx: Pick<GatewayContext, 'pool' | 'prisma'>,
): Promise<RouteOutput<typeof readHistoryStats>> {
  const { name: characterName } = await requireTalkable(ctx.prisma, caller, characterId);
  const { id: userId } = await findOrKeepUser(caller, ctx);
  const mine = await ctx.prisma.userCharacter.findUnique({
    where: { userId_characterId: { userId, characterId } },
    select: { epoch: true },
  });
  const epoch = mine?.epoch ?? null;
  const count = (messageId: object) => ctx.prisma.historyLine.count({ where: { userId, characterId, messageId } });
  const [countedLines, hiddenLines] = await Promise.all([count({ gte: epoch ?? 0n }), count({ lt: epoch ?? 0n })]);
  const since = epoch === null ? null : new Date(snowflakeTimeMs(toSnowflake(epoch))).toISOString();
  return { characterName, countedLines, hiddenLines, since };
}
