import type { Caller, ChannelSetup } from '@tzurot/contracts';
import { standingColumns, standingOf } from '../characters/access.ts';
import type { GatewayContext } from '../context.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { requireOwnGuild } from './channels.ts';

type Staff = Caller & { guildId: string };
type Context = Pick<GatewayContext, 'prisma'>;

/** Channels of the caller's server in which something is set; what they may not talk to is left out. */
export async function listSetups(staff: Staff, { prisma }: Context): Promise<ChannelSetup[]> {
  const rows = await prisma.channel.findMany({
    where: {
      guildId: toBigInt(staff.guildId),
      OR: [{ instructions: { not: null } }, { activeCharacters: { some: {} } }],
    },
    select: {
      id: true,
      instructions: true,
      activeCharacters: {
        orderBy: { position: 'asc' },
        select: { character: { select: { id: true, name: true, ...standingColumns(staff) } } },
      },
    },
    orderBy: { id: 'asc' },
  });
  return rows
    .map(({ id, instructions, activeCharacters }) => ({
      channelId: toSnowflake(id),
      hasInstructions: instructions !== null,
      characters: activeCharacters
        .map(({ character }) => character)
        .filter((character) => standingOf(character, staff).mayTalk)
        .map((character) => ({ id: character.id, name: character.name, isPublic: character.isPublic })),
    }))
    .filter(({ characters, hasInstructions }) => hasInstructions || characters.length > 0);
}

/** @throws AppError `forbidden` for a channel of another server */
export async function readInstructions(staff: Staff, channelId: string, { prisma }: Context): Promise<string | null> {
  await requireOwnGuild(prisma, channelId, staff);
  const where = { id: toBigInt(channelId) };
  return (await prisma.channel.findUnique({ where, select: { instructions: true } }))?.instructions ?? null;
}

/** Nothing clears them. A channel in which nobody has talked to us yet gets its row by this. @throws as `readInstructions` */
export async function keepInstructions(
  staff: Staff,
  channelId: string,
  text: string | null,
  { prisma }: Context,
): Promise<string | null> {
  await requireOwnGuild(prisma, channelId, staff);
  const [id, guildId] = [toBigInt(channelId), toBigInt(staff.guildId)];
  const instructions = text === null || text === '' ? null : text;
  await prisma.channel.upsert({
    where: { id },
    create: { id, guildId, instructions },
    update: { guildId, instructions },
  });
  return instructions;
}
