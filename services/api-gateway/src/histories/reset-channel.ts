import { type Caller, snowflakeAt } from '@tzurot/contracts';
import { audit } from '../audits/audits.ts';
import { requireOwnGuild } from '../channels/channels.ts';
import type { GatewayContext } from '../context.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { lockChannel, transaction } from '../database/transaction.ts';

/** @returns from when history counts there; null for the very beginning */
export async function resetChannel(
  staff: Caller & { guildId: string },
  channelId: string,
  undo: boolean,
  { prisma }: Pick<GatewayContext, 'prisma'>,
): Promise<string | null> {
  const now = new Date();
  const id = toBigInt(channelId);
  const epoch = undo ? null : toBigInt(snowflakeAt(now.getTime()));
  await transaction(prisma, async (tx) => {
    await lockChannel(tx, id);
    await requireOwnGuild(tx, channelId, staff);
    const guildId = toBigInt(staff.guildId);
    await tx.channel.upsert({ where: { id }, create: { id, guildId, epoch }, update: { epoch } });
    await audit(tx, { actorId: staff.id, action: undo ? 'history.restore' : 'history.reset', targetId: channelId });
  });
  return undo ? null : now.toISOString();
}
