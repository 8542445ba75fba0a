import { readFile } from 'node:fs/promises';
import { v7 as uuidV7 } from 'uuid';
import { nextVersion } from '../address-book/address-book.ts';
import { ownAliases } from '../characters/own-names.ts';
import { connect } from '../database/connect.ts';
import { type Rows, transaction } from '../database/transaction.ts';
import { keepPicture } from '../pictures/keep-picture.ts';
import { OPERATOR_DISCORD_ID } from '../users/users.ts';
import { lilith } from './lilith.ts';
import { orin } from './orin.ts';
import { pip } from './pip.ts';
import type { SeedCharacter } from './seed-character.ts';

/** The characters that every new bot has: public, and the operator's. */
export const SEED_CHARACTERS: readonly SeedCharacter[] = [lilith, pip, orin];

/**
 * Puts the first characters into a database that has never had any, before the gateway starts. Later ones
 * change nothing, so what the operator edited stays edited, and what was deleted stays deleted.
 * @returns the names of those made now
 */
export async function seedDatabase({ url }: { url: string }): Promise<string[]> {
  const portraits = await Promise.all(SEED_CHARACTERS.map(readPortrait));
  const connection = connect({ url });
  try {
    return await transaction(connection.prisma, async (tx) => {
      const isNew = await makeOperator(tx);
      const { id: ownerId } = await tx.user.findUniqueOrThrow({ where: { discordId: OPERATOR_DISCORD_ID } });
      if (isNew) {
        for (const character of SEED_CHARACTERS) await insert(tx, ownerId, character);
        await nextVersion(tx);
      }
      await givePortraits(tx, ownerId, portraits);
      return isNew ? SEED_CHARACTERS.map(({ name }) => name) : [];
    });
  } finally {
    await connection.close();
  }
}

/** @returns false when there is one already */
async function makeOperator(tx: Rows): Promise<boolean> {
  const [id, personaId, name] = [uuidV7(), uuidV7(), 'Operator'];
  const { count } = await tx.user.createMany({
    data: { id, discordId: OPERATOR_DISCORD_ID, name },
    skipDuplicates: true,
  });
  if (count === 0) return false;
  await tx.persona.create({ data: { id: personaId, userId: id, name } });
  await tx.user.update({ where: { id }, data: { defaultPersonaId: personaId } });
  return true;
}

interface Portrait {
  slug: string;
  bytes: Uint8Array<ArrayBuffer>;
}

async function readPortrait({ slug }: SeedCharacter): Promise<Portrait> {
  return { slug, bytes: await readFile(new URL(`pictures/${slug}.png`, import.meta.url)) };
}

/** Once, also to a database that had the characters before there were pictures. */
async function givePortraits(tx: Rows, ownerId: string, portraits: readonly Portrait[]): Promise<void> {
  if ((await tx.picture.count({ where: { ownerId } })) > 0) return;
  for (const { slug, bytes } of portraits) {
    const pictureId = await keepPicture(tx, ownerId, { bytes, contentType: 'image/png' });
    await tx.character.updateMany({ where: { ownerId, slug, pictureId: null }, data: { pictureId } });
  }
}

async function insert(tx: Rows, ownerId: string, character: SeedCharacter): Promise<void> {
  const aliases = { create: ownAliases(character) };
  await tx.character.create({ data: { ...character, id: uuidV7(), ownerId, isPublic: true, aliases } });
}
