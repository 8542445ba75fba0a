import { randomBytes } from 'node:crypto';
import { createVendorCatalogue, type Embedding, type Place, type RecalledMemory } from '@tzurot/contracts';
import { v7 as uuidV7 } from 'uuid';
import { connect } from '../database/connect.ts';
import { query, sql } from '../database/query.ts';
import { createCorpusSizes } from './corpus-sizes.ts';
import { recall } from './find.ts';
import { type Exchange, keepExchange } from './keep.ts';

/** A person and a character whose talk is kept. */
export interface Pair {
  ownerId: string;
  ownerName: string;
  characterId: string;
  characterName: string;
}

/** Memory without turns around it: what benches measure is what turns get. */
export interface OpenMemory {
  addPair(ownerName: string, characterName: string): Promise<Pair>;
  keep(exchanges: readonly Exchange[]): Promise<void>;
  recall(
    pair: Pair,
    asked: { query: string; place: Place; maxTokens: number; embedding?: Embedding | undefined },
  ): Promise<RecalledMemory[]>;
  close(): Promise<void>;
}

/** @param url of a migrated database that is nobody else's */
export function openMemory({ url }: { url: string }): OpenMemory {
  const { pool, close } = connect({ url });
  const ctx = { pool, vendors: createVendorCatalogue(), embedLater: null, corpusSizes: createCorpusSizes() };
  return {
    async addPair(ownerName, characterName) {
      const pair = { ownerId: uuidV7(), ownerName, characterId: uuidV7(), characterName };
      await query(
        pool,
        sql`WITH person AS (
              INSERT INTO users (id, discord_id, name) VALUES (${uuidV7()}::uuid, ${randomBytes(6).readUIntBE(0, 6)}::bigint, ${ownerName}) RETURNING id
            ), persona AS (
              INSERT INTO personas (id, user_id, name) SELECT ${pair.ownerId}::uuid, id, ${ownerName} FROM person
            )
            INSERT INTO characters (id, owner_id, slug, name)
            SELECT ${pair.characterId}::uuid, id, ${pair.characterId}, ${characterName} FROM person`,
      );
      return pair;
    },
    async keep(exchanges) {
      for (const exchange of exchanges) await query(pool, sql`WITH ${keepExchange(exchange)} SELECT 1`);
    },
    recall({ ownerId, ownerName, characterId, characterName }, { place, ...asked }) {
      const asker = {
        persona_id: ownerId,
        persona_name: ownerName,
        character_id: characterId,
        character_name: characterName,
        epoch: null,
        place,
      };
      return recall(asker, { ...asked, excludeMessageIds: [] }, ctx);
    },
    close,
  };
}
