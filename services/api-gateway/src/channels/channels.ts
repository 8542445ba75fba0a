import type { activateChannel, Caller, RouteOutput } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { nextVersion, publishChange } from '../address-book/address-book.ts';
import { requireTalkable } from '../characters/access.ts';
import type { GatewayContext } from '../context.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { lockChannel, type Rows, transaction } from '../database/transaction.ts';

type Staff = Caller & { guildId: string };

/** Lets a character answer every message of a channel. @throws AppError `forbidden` for a channel of another server */
export async function activate(
  staff: Staff,
  { channelId, characterId }: { channelId: string; characterId: string },
  ctx: GatewayContext,
): Promise<RouteOutput<typeof activateChannel>> {
  const [id, guildId] = [toBigInt(channelId), toBigInt(staff.guildId)];
  const { character, version } = await transaction(ctx.prisma, async (tx) => {
    await lockChannel(tx, id);
    const found = await requireTalkable(tx, staff, characterId);
    await requireOwnGuild(tx, channelId, staff);
    const active = { guildId, activatedCharacterId: characterId };
    await tx.channel.upsert({ where: { id }, create: { id, ...active }, update: active });
    return { character: found, version: await nextVersion(tx) };
  });
  await publishChange({ version, change: { kind: 'activation', channelId, characterId } }, ctx);
  return { characterName: character.name, isPublic: character.isPublic };
}

/** @returns the name of the character that was active; null when none was */
export async function deactivate(staff: Staff, channelId: string, ctx: GatewayContext): Promise<string | null> {
  const id = toBigInt(channelId);
  const ended = await transaction(ctx.prisma, async (tx) => {
    await lockChannel(tx, id);
    await requireOwnGuild(tx, channelId, staff);
    const before = await tx.character.findFirst({ where: { activatedIn: { some: { id } } }, select: { name: true } });
    if (before === null) return null;
    await tx.channel.update({ where: { id }, data: { activatedCharacterId: null } });
    return { name: before.name, version: await nextVersion(tx) };
  });
  if (ended === null) return null;
  await publishChange({ version: ended.version, change: { kind: 'activation', channelId, characterId: null } }, ctx);
  return ended.name;
}

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
