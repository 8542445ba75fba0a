import { z } from 'zod';
import type { GatewayContext } from '../../context.ts';
import { inTransaction, query, sql } from '../../database/query.ts';
import { TERMS_VERSION, toTerms } from './words.ts';

const ROWS_PER_STEP = 200;

const OutdatedRow = z.object({ id: z.string(), body: z.string() });

/** Makes the terms of some memories anew whose terms an older rule made. @returns how many, 0 when none are left */
export async function refreshTerms({ pool }: Pick<GatewayContext, 'pool'>): Promise<number> {
  return inTransaction(pool, async (tx) => {
    const rows = await query(
      tx,
      sql`SELECT id, body FROM memory_items WHERE terms_version < ${TERMS_VERSION}
          ORDER BY terms_version LIMIT ${ROWS_PER_STEP} FOR UPDATE SKIP LOCKED`,
      OutdatedRow,
    );
    const refreshed = rows.map(({ id, body }) => ({ id, terms: toTerms(body) }));
    if (refreshed.length === 0) return 0;
    await query(
      tx,
      sql`UPDATE memory_items SET terms = refreshed.terms, terms_version = ${TERMS_VERSION}
          FROM jsonb_to_recordset(${JSON.stringify(refreshed)}::jsonb) AS refreshed (id uuid, terms text[])
          WHERE memory_items.id = refreshed.id`,
    );
    return refreshed.length;
  });
}
