import { readFile } from 'node:fs/promises';
import { Pool, type PoolClient } from 'pg';
import { v7 as uuidV7 } from 'uuid';
import { nextVersion } from '../address-book/address-book.ts';
import { inTransaction, query, queryOne, sql } from '../database/query.ts';
import { keepPicture } from '../pictures/pictures.ts';
import { OPERATOR_DISCORD_ID } from '../users/users.ts';
import { lilith } from './lilith.ts';
import { orin } from './orin.ts';
import { pip } from './pip.ts';
import type { SeedCharacter } from './seed-character.ts';

/** The characters that every new bot has: public, and the operator's. */
const SEED_CHARACTERS: readonly SeedCharacter[] = [lilith, pip, orin];

/**
 * Puts the first characters into a database that has never had any, before the gateway starts. Later ones
 * change nothing, so what the operator edited stays edited, and what was deleted stays deleted.
 * @returns the names of those made now
 */
export async function seedDatabase({ url }: { url: string }): Promise<string[]> {
  const portraits = await Promise.all(SEED_CHARACTERS.map(readPortrait));
  const pool = new Pool({ connectionString: url, max: 1, pipeline: true });
  try {
    return await inTransaction(pool, async (tx) => {
      const operator = await queryOne<{ id: string }>(
        tx,
        sql`WITH operator AS (
              INSERT INTO users (id, discord_id, name, default_persona_id)
              VALUES (${uuidV7()}::uuid, ${OPERATOR_DISCORD_ID}::bigint, 'Operator', ${uuidV7()}::uuid)
              ON CONFLICT (discord_id) DO NOTHING RETURNING id, name, default_persona_id
            ), persona AS (
              INSERT INTO personas (id, user_id, name) SELECT default_persona_id, id, name FROM operator
            )
            SELECT id FROM operator`,
      );
      if (operator !== null) {
        for (const character of SEED_CHARACTERS) await insert(tx, operator.id, character);
        await nextVersion(tx);
      }
      await givePortraits(tx, portraits);
      return operator === null ? [] : SEED_CHARACTERS.map(({ name }) => name);
    });
  } finally {
    await pool.end();
  }
}

interface Portrait {
  slug: string;
  bytes: Buffer;
}

async function readPortrait({ slug }: SeedCharacter): Promise<Portrait> {
  return { slug, bytes: await readFile(new URL(`pictures/${slug}.png`, import.meta.url)) };
}

/** Once, also to a database that had the characters before there were pictures. */
async function givePortraits(tx: PoolClient, portraits: readonly Portrait[]): Promise<void> {
  const operator = await queryOne<{ id: string }>(
    tx,
    sql`SELECT id FROM users WHERE discord_id = ${OPERATOR_DISCORD_ID}::bigint
          AND NOT EXISTS (SELECT FROM pictures WHERE owner_id = users.id)`,
  );
  if (operator === null) return;
  for (const { slug, bytes } of portraits) {
    const pictureId = await keepPicture(tx, operator.id, { bytes, contentType: 'image/png' });
    await query(
      tx,
      sql`UPDATE characters SET picture_id = ${pictureId}::uuid
          WHERE owner_id = ${operator.id}::uuid AND slug = ${slug} AND picture_id IS NULL`,
    );
  }
}

async function insert(tx: PoolClient, ownerId: string, { slug, ...card }: SeedCharacter): Promise<void> {
  const id = uuidV7();
  await query(
    tx,
    sql`WITH made AS (
          INSERT INTO characters (id, owner_id, slug, name, description, personality, scenario, greeting, examples,
            system_prompt, error_message, is_public)
          VALUES (${id}::uuid, ${ownerId}::uuid, ${slug}, ${card.name}, ${card.description}, ${card.personality}, ${card.scenario},
            ${card.greeting}, ${card.examples}, ${card.systemPrompt}, ${card.errorMessage}, true)
        )
        INSERT INTO aliases (id, character_id, name, key, source)
        VALUES (${uuidV7()}::uuid, ${id}::uuid, ${slug}, ${slug}, 'slug'),
          (${uuidV7()}::uuid, ${id}::uuid, ${card.name}, lower(${card.name}), 'name')`,
  );
}
