import {
  type activateChannel,
  type deactivateChannel,
  MAX_ACTIVE_CHARACTERS,
  type RouteOutput,
} from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { nextVersion, publishChange } from '../address-book/address-book.ts';
import { requireTalkable } from '../characters/access.ts';
import type { GatewayContext } from '../context.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { lockChannel, type Rows, transaction } from '../database/transaction.ts';
import { requireOwnGuild, type Staff } from './channels.ts';

/**
 * Lets a character answer what calls nobody in a channel, behind those who do already.
 * @throws AppError `forbidden` for a channel of another server, `limit-reached` when as many are active as may be
 */
export async function activate(
  staff: Staff,
  { channelId, characterId }: { channelId: string; characterId: string },
  ctx: GatewayContext,
): Promise<RouteOutput<typeof activateChannel>> {
  const [id, guildId] = [toBigInt(channelId), toBigInt(staff.guildId)];
  const { character, active, version } = await transaction(ctx.prisma, async (tx) => {
    const found = await requireTalkable(tx, staff, characterId);
    await requireOwnGuild(tx, channelId, staff);
    await tx.channel.upsert({ where: { id }, create: { id, guildId }, update: { guildId } });
    await lockChannel(tx, id);
    const before = await listActive(tx, id);
    if (!before.some((each) => each.characterId === characterId)) {
      if (before.length >= MAX_ACTIVE_CHARACTERS) {
        throw new AppError('limit-reached', 'as many characters are active as may be', {
          reason: 'too-many-active',
          facts: { max: MAX_ACTIVE_CHARACTERS },
        });
      }
      const position = (before.at(-1)?.position ?? -1) + 1;
      await tx.activeCharacter.create({ data: { channelId: id, characterId, position } });
    }
    return { character: found, active: await listActive(tx, id), version: await nextVersion(tx) };
  });
  await publishActive(channelId, active, version, ctx);
  const others = active.filter((each) => each.characterId !== characterId).map(({ name }) => name);
  return { characterName: character.name, isPublic: character.isPublic, others };
}

/** Ends that for one character, or for all. Nothing happens where it was not so. */
export async function deactivate(
  staff: Staff,
  { channelId, characterId }: { channelId: string; characterId?: string | undefined },
  ctx: GatewayContext,
): Promise<RouteOutput<typeof deactivateChannel>> {
  const id = toBigInt(channelId);
  const { gone, remaining, version } = await transaction(ctx.prisma, async (tx) => {
    await lockChannel(tx, id);
    await requireOwnGuild(tx, channelId, staff);
    const before = await listActive(tx, id);
    const ended = before.filter((each) => characterId === undefined || each.characterId === characterId);
    if (ended.length === 0) return { gone: ended, remaining: before, version: null };
    await tx.activeCharacter.deleteMany({
      where: { channelId: id, characterId: { in: ended.map((each) => each.characterId) } },
    });
    return { gone: ended, remaining: await listActive(tx, id), version: await nextVersion(tx) };
  });
  if (version !== null) await publishActive(channelId, remaining, version, ctx);
  return { characterNames: gone.map(({ name }) => name), remaining: remaining.map(({ name }) => name) };
}

interface Active {
  characterId: string;
  name: string;
  position: number;
}

async function listActive(tx: Rows, channelId: bigint): Promise<Active[]> {
  const rows = await tx.activeCharacter.findMany({
    where: { channelId },
    orderBy: { position: 'asc' },
    select: { characterId: true, position: true, character: { select: { name: true } } },
  });
  return rows.map(({ characterId, position, character }) => ({ characterId, position, name: character.name }));
}

async function publishActive(
  channelId: string,
  active: readonly Active[],
  version: number,
  ctx: GatewayContext,
): Promise<void> {
  const characterIds = active.map(({ characterId }) => characterId);
  await publishChange({ version, change: { kind: 'activation', channelId, characterIds } }, ctx);
}
