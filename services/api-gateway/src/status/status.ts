import { type getStatus, MAX_BAD_ROWS, type RouteOutput } from '@tzurot/contracts';
import type { GatewayContext } from '../context.ts';
import { VECTOR_TABLE } from '../database/add-vectors.ts';
import { queryOne, sql } from '../database/query.ts';

export async function readStatus({
  pool: db,
  badRows,
}: Pick<GatewayContext, 'pool' | 'badRows'>): Promise<RouteOutput<typeof getStatus>> {
  const startedAt = performance.now();
  await queryOne(db, sql`SELECT 1`);
  const databaseMs = performance.now() - startedAt;
  const row = await queryOne<{ has_vectors: boolean; characters: number; users: number; turns: number }>(
    db,
    sql`SELECT to_regclass(${VECTOR_TABLE}) IS NOT NULL AS has_vectors,
          (SELECT count(*)::int FROM characters) AS characters,
          (SELECT count(*)::int FROM users WHERE discord_id > 0) AS users,
          (SELECT count(*)::int FROM turns WHERE ended_at IS NULL) AS turns`,
  );
  return {
    databaseMs: Math.round(databaseMs * 100) / 100,
    hasVectors: row?.has_vectors ?? false,
    badRows: { count: badRows.list().length, rows: badRows.list().slice(0, MAX_BAD_ROWS) },
    counts: { characters: row?.characters ?? 0, users: row?.users ?? 0, unfinishedTurns: row?.turns ?? 0 },
  };
}
