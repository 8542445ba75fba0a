import type { HistoryLine } from '@tzurot/contracts';
import { type Database, query, sql } from '../database/query.ts';
import { toSnowflake } from '../database/snowflakes.ts';

interface LineRow {
  message_ids: string[];
  speaker: 'character' | 'person';
  person_id: string | null;
  name: string;
  text: string;
  said_at: Date;
}

/** The last lines of a conversation, oldest first. @param epoch nothing older counts */
export async function readHistory(
  db: Database,
  {
    characterId,
    channelId,
    epoch,
    limit,
  }: { characterId: string; channelId: string; epoch: string | null; limit: number },
): Promise<HistoryLine[]> {
  if (limit === 0) return [];
  const rows = await query<LineRow>(
    db,
    sql`SELECT message_ids::text[] AS message_ids, speaker, person_id, name, text, said_at FROM history_lines
        WHERE character_id = ${characterId}::uuid AND channel_id = ${channelId}::bigint
          AND message_id >= ${epoch ?? '0'}::bigint
        ORDER BY message_id DESC LIMIT ${limit}`,
  );
  return rows.toReversed().map((row) => ({
    messageIds: row.message_ids.map(toSnowflake),
    speaker: row.speaker,
    personId: row.person_id === null ? null : toSnowflake(row.person_id),
    name: row.name,
    text: row.text,
    saidAt: row.said_at.toISOString(),
  }));
}
