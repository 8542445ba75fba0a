import { z } from 'zod';
import { sql } from '../../database/query.ts';
import { StoredNote } from '../../notes/author-notes.ts';
import { definePart } from './part.ts';

/**
 * The author's notes that are due in this turn. The count of the conversation's turns is read only where a note asks for
 * it; a turn that is tried again has the same number.
 */
export const notes = definePart({
  select: sql`json_build_object(
    'character', c.author_note, 'channel', coalesce(ch.author_note, hook.author_note),
    'turnNumber', CASE WHEN c.author_note->>'every' <> '1' OR coalesce(ch.author_note, hook.author_note)->>'every' <> '1' THEN
      (SELECT count(*) + 1 FROM turns before
        WHERE before.channel_id = t.channel_id AND before.character_id = t.character_id AND before.stage = 'settled'
          AND before.trigger_id < t.trigger_id) END)`,
  schema: z
    .object({ character: StoredNote, channel: StoredNote, turnNumber: z.number().nullable() })
    .transform(({ character, channel, turnNumber }) =>
      // The channel's stands nearer to the reply where both are equally deep: it belongs to this scene.
      [character, channel]
        .filter((note) => note !== null && (turnNumber ?? 0) % note.every === 0)
        .flatMap((note) => note ?? []),
    ),
});
