import { AuthorNote } from '@tzurot/contracts';
import type { GatewayContext } from '../context.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { Prisma } from '../generated/prisma/client.ts';

type Context = Pick<GatewayContext, 'prisma'>;

/** One that is stored in a way nobody understands any more counts as none. */
export const StoredNote = AuthorNote.nullable().catch(null);

export async function readCharacterNote(id: string, { prisma }: Context): Promise<AuthorNote | null> {
  const character = await prisma.character.findUnique({ where: { id }, select: { authorNote: true } });
  return StoredNote.parse(character?.authorNote ?? null);
}

export async function keepCharacterNote(id: string, note: AuthorNote | null, { prisma }: Context): Promise<void> {
  await prisma.character.updateMany({ where: { id }, data: { authorNote: toStored(note) } });
}

export async function readChannelNote(channelId: string, { prisma }: Context): Promise<AuthorNote | null> {
  const where = { id: toBigInt(channelId) };
  const channel = await prisma.channel.findUnique({ where, select: { authorNote: true } });
  return StoredNote.parse(channel?.authorNote ?? null);
}

/** A channel in which nobody has talked to us yet gets its row by this. */
export async function keepChannelNote(
  { channelId, guildId }: { channelId: string; guildId: string },
  note: AuthorNote | null,
  { prisma }: Context,
): Promise<void> {
  const [id, guild] = [toBigInt(channelId), toBigInt(guildId)];
  const authorNote = toStored(note);
  await prisma.channel.upsert({
    where: { id },
    create: { id, guildId: guild, authorNote },
    update: { guildId: guild, authorNote },
  });
}

export const toStored = (note: AuthorNote | null) => (note === null ? Prisma.DbNull : note);
