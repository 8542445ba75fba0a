import type { Place } from '@tzurot/contracts';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { type Database, query, sql } from '../database/query.ts';
import type { SessionSize } from './ranking/corpus.ts';
import { type Partners, scopeOf } from './scope.ts';

/** What was said in one session, as far as it may be seen in a place. */
export interface SeenSession extends SessionSize {
  characters: number;
  /** In which it began and ended. */
  years: readonly [first: number, last: number];
}

/** How much there is to remember, by session; what ranking compares with. */
export interface CorpusSizes {
  read(db: Database, partners: Partners, place: Place): Promise<readonly SeenSession[]>;
}

/** Below this, counting is quicker than it matters, and what was just said counts. */
const MIN_KEPT_TURNS = 500;
/** Rarity and average length of thousands of turns hardly change meanwhile. */
const KEPT_FOR_MS = 600_000;

/** Counts what somebody with much to remember has said once in a while, not for every question. */
export function createCorpusSizes(): CorpusSizes {
  const kept = new LRUCache<string, readonly SeenSession[]>({ max: 500, ttl: KEPT_FOR_MS });
  return {
    async read(db, partners, place) {
      const key = JSON.stringify([partners.persona_id, partners.character_id, place]);
      const known = kept.get(key);
      if (known !== undefined) return known;
      const sizes = await selectSizes(db, partners, place);
      if (sizes.reduce((sum, { turns }) => sum + turns, 0) >= MIN_KEPT_TURNS) kept.set(key, sizes);
      return sizes;
    },
  };
}

const SizeRow = z.object({
  session_id: z.string(),
  turns: z.int(),
  terms: z.int(),
  characters: z.int(),
  first_year: z.int(),
  last_year: z.int(),
});

async function selectSizes(db: Database, partners: Partners, place: Place): Promise<SeenSession[]> {
  const rows = await query(
    db,
    sql`SELECT m.session_id, count(*)::int AS turns, sum(cardinality(m.terms))::int AS terms,
          least(sum(length(m.body)), 2147483647)::int AS characters,
          extract(year FROM min(m.occurred_at))::int AS first_year, extract(year FROM max(m.occurred_at))::int AS last_year
        FROM memory_items m WHERE ${scopeOf(partners, place)} GROUP BY m.session_id`,
    SizeRow,
  );
  return rows.map(({ session_id: sessionId, first_year: first, last_year: last, ...sizes }) => ({
    ...sizes,
    sessionId,
    years: [first, last],
  }));
}
