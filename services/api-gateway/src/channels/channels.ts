import type { Caller } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import type { Rows } from '../database/transaction.ts';

export type Staff = Caller & { guildId: string };

/** Staff of one server rule only its channels; a channel that is not known yet is taken for theirs. */
export async function requireOwnGuild(db: Rows, channelId: string, staff: Staff): Promise<void> {
  const channel = await db.channel.findUnique({
    where: { id: toBigInt(channelId) },
    select: { guildId: true, kind: true },
  });
  if (channel === null) return;
  const isForeign = channel.guildId === null ? channel.kind === 'dm' : toSnowflake(channel.guildId) !== staff.guildId;
  if (isForeign) throw new AppError('forbidden', `channel ${channelId} is not in server ${staff.guildId}`);
}

/** So many are looked through after a restart; Discord allows about one request per second and channel. */
const MAX_DM_CHANNELS = 1_000;

/** DM channels that were talked in, the latest first. */
export async function listDms({ prisma }: Pick<GatewayContext, 'prisma'>): Promise<string[]> {
  const channels = await prisma.channel.findMany({
    where: { kind: 'dm', lastTriggerId: { not: null } },
    orderBy: { lastTriggerId: 'desc' },
    take: MAX_DM_CHANNELS,
    select: { id: true },
  });
  return channels.map(({ id }) => toSnowflake(id));
}
