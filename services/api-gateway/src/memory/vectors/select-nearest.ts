import type { Embedding } from '@tzurot/contracts';
import { z } from 'zod';
import { type Database, query, sql } from '../../database/query.ts';
import { MIN_SIMILARITY } from '../ranking/fuse.ts';
import type { Scope } from '../scope.ts';
import type { Position } from '../shortlist.ts';
import { toText } from './store-vectors.ts';

const MAX_NEAREST = 60;
/** What the person said, and what the character answered. */
const LINES_OF_EXCHANGE = 2;

/**
 * Where the exchanges stand that are nearest to a question, and so many more as the caller may have to leave out. Every vector of the owner is compared: an index
 * over the vectors of all would miss most of what a filter leaves. Source: docs/memory.md, "Vectors".
 */
export async function selectNearest(
  db: Database,
  inScope: Scope,
  { ownerId, question, spare }: { ownerId: string; question: Embedding; spare: number },
): Promise<Position[]> {
  const rows = await query(
    db,
    // Nearest first, and no further than to the last one that is wanted; OFFSET keeps the planner from other ways there.
    sql`SELECT m.session_id, m.seq FROM (
          SELECT * FROM (
            SELECT exchange_id, embedding <=> ${toText(question.vector)}::vector AS distance FROM memory_vectors
            WHERE owner_id = ${ownerId}::uuid AND space = ${question.space} OFFSET 0
          ) AS compared
          WHERE distance <= ${1 - MIN_SIMILARITY}::float8 ORDER BY distance OFFSET 0
        ) AS near
        CROSS JOIN LATERAL (SELECT * FROM memory_items WHERE exchange_id = near.exchange_id OFFSET 0) AS m
        WHERE ${inScope} ORDER BY near.distance LIMIT ${LINES_OF_EXCHANGE * (MAX_NEAREST + spare)}`,
    z.object({ session_id: z.string(), seq: z.int() }),
  );
  return rows.map((row) => ({ sessionId: row.session_id, seq: row.seq }));
}
