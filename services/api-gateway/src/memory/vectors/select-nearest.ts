import type { Embedding } from '@tzurot/contracts';
import { type Database, query, sql } from '../../database/query.ts';
import { MIN_SIMILARITY } from '../ranking/fuse.ts';
import type { Scope } from '../scope.ts';
import type { Position } from '../shortlist.ts';
import { toText } from './store-vectors.ts';

const MAX_NEAREST = 60;

/**
 * Where the exchanges stand that are nearest to a question, and so many more as the caller may have to leave out. Every vector of the owner is compared: an index
 * over the vectors of all would miss most of what a filter leaves. Source: docs/memory.md, "Vectors".
 */
export async function selectNearest(
  db: Database,
  inScope: Scope,
  { ownerId, question, spare }: { ownerId: string; question: Embedding; spare: number },
): Promise<Position[]> {
  const rows = await query<{ session_id: string; seq: number }>(
    db,
    sql`WITH allowed AS MATERIALIZED (
          SELECT m.session_id, m.seq, m.exchange_id FROM memory_items m WHERE ${inScope}
        ), nearest AS (
          SELECT v.exchange_id, v.embedding <=> ${toText(question.vector)}::vector AS distance FROM memory_vectors v
          WHERE v.owner_id = ${ownerId}::uuid AND v.space = ${question.space}
            AND v.exchange_id IN (SELECT exchange_id FROM allowed)
          ORDER BY distance LIMIT ${MAX_NEAREST + spare}
        )
        SELECT allowed.session_id, allowed.seq FROM nearest JOIN allowed USING (exchange_id)
        WHERE nearest.distance <= ${1 - MIN_SIMILARITY}::float8`,
  );
  return rows.map((row) => ({ sessionId: row.session_id, seq: row.seq }));
}
