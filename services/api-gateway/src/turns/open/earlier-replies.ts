import { z } from 'zod';
import { sql } from '../../database/query.ts';
import { definePart, StoredSnowflake, storedRows } from './part.ts';

/** What other characters answered to the same trigger before this one. */
export const earlierReplies = definePart({
  select: sql`(SELECT json_agg(json_build_object(
      'name', line.name, 'text', line.text, 'messageIds', line.message_ids::text[]) ORDER BY before.position)
    FROM turns before
    JOIN history_lines line ON line.trigger_id = before.trigger_id
      AND line.character_id = before.character_id AND line.speaker = 'character'
    WHERE before.trigger_id = t.trigger_id AND before.position < t.position)`,
  schema: storedRows(
    'earlier reply',
    z.object({ name: z.string(), text: z.string(), messageIds: z.array(StoredSnowflake) }),
  ),
});
