import type { HistoryLine, Snowflake } from '@tzurot/contracts';
import { type Database, query, sql } from '../database/query.ts';
import { toSnowflake } from '../database/snowflakes.ts';

export interface LineRow {
  message_id: string;
  message_ids: string[];
  speaker: 'character' | 'person';
  person_id: string | null;
  name: string;
  text: string;
  said_at: Date;
  seq: number;
}

export interface History {
  /** Oldest first. */
  lines: HistoryLine[];
  /** Where the lines begin, when older ones were left out; null when these are all. */
  cutAt: Snowflake | null;
}

/** What is cut from a long history at once, as a share of its limit. */
const BLOCK_SHARE = 1 / 4;

/** The last lines of a turn's conversation from its author's epoch on, newest first. */
export function selectNewestLines(db: Database, turnId: string, limit: number): Promise<LineRow[]> {
  return query<LineRow>(
    db,
    sql`SELECT line.message_id, line.message_ids::text[] AS message_ids, line.speaker, line.person_id, line.name, line.text,
          line.said_at, line.seq
        FROM turns t
        LEFT JOIN user_characters uc ON uc.user_id = t.user_id AND uc.character_id = t.character_id
        CROSS JOIN LATERAL (
          SELECT * FROM history_lines
          WHERE character_id = t.character_id AND channel_id = t.channel_id AND message_id >= coalesce(uc.epoch, 0)
          ORDER BY message_id DESC LIMIT ${limit}
        ) AS line
        WHERE t.id = ${turnId}::uuid ORDER BY line.message_id DESC`,
  );
}

/**
 * Of the newest lines at most `limit` and at least three quarters of it. They begin where a block of
 * lines does, and so at the same line for many turns: vendors charge less for a prompt whose beginning
 * they have seen.
 * @param newest newest first, at least `limit` of them where there are so many
 */
export function cutHistory(newest: readonly LineRow[], limit: number): History {
  const start = startOf(newest[0]?.seq ?? 0, limit);
  const rows = newest
    .slice(0, limit)
    .filter(({ seq }) => seq >= start)
    .toReversed();
  const isCut = newest.length >= limit || rows.length < newest.length;
  return {
    lines: rows.map((row) => ({
      messageIds: row.message_ids.map(toSnowflake),
      speaker: row.speaker,
      personId: row.person_id === null ? null : toSnowflake(row.person_id),
      name: row.name,
      text: row.text,
      saidAt: row.said_at.toISOString(),
    })),
    cutAt: isCut && rows[0] !== undefined ? toSnowflake(rows[0].message_id) : null,
  };
}

/** The number of the first line that is kept. It rises by whole blocks. */
function startOf(lastSeq: number, limit: number): number {
  const excess = lastSeq + 1 - limit;
  if (excess <= 0) return 0;
  const block = Math.max(1, Math.floor(limit * BLOCK_SHARE));
  return Math.ceil(excess / block) * block;
}
