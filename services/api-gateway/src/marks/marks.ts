import { type Database, query, queryOne, sql } from '../database/query.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';

export async function readMark(db: Database, shardId: number): Promise<string | null> {
  const row = await queryOne<{ mark: string }>(db, sql`SELECT mark FROM marks WHERE shard_id = ${shardId}`);
  return row === null ? null : toSnowflake(row.mark);
}

/** Moves a mark forward; an older one changes nothing. */
export async function moveMark(db: Database, shardId: number, mark: string): Promise<void> {
  await query(
    db,
    sql`INSERT INTO marks AS known (shard_id, mark) VALUES (${shardId}, ${toBigInt(mark)}::bigint)
        ON CONFLICT (shard_id) DO UPDATE SET mark = excluded.mark, updated_at = now() WHERE excluded.mark > known.mark`,
  );
}
