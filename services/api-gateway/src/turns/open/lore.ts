import { LoreInForce, LoreTimer } from '@tzurot/contracts';
import { z } from 'zod';
import { sql } from '../../database/query.ts';
import { definePart, storedList, storedRows } from './part.ts';

const attached = sql`lore_attachments a WHERE (a.target, a.target_id) IN (
  ('person', u.discord_id::text), ('character', t.character_id::text), ('channel', t.channel_id::text),
  ('channel', ch.parent_id::text), ('server', ch.guild_id::text))`;

/** What was said in the conversation before the message of this turn, whatever was said to it since. */
const before = sql`history_lines line WHERE line.character_id = t.character_id AND line.channel_id = t.channel_id
  AND line.trigger_id < t.trigger_id`;

/** The lorebooks of everybody whom the turn concerns, and how far their timers are; nothing is read where there are none. */
export const lore = definePart({
  select: sql`CASE WHEN EXISTS (SELECT FROM ${attached}) THEN json_build_object(
    'books', (SELECT json_agg(json_build_object('id', book.id, 'version', book.version, 'target', found.target))
      FROM (SELECT a.book_id, a.target FROM ${attached}) AS found JOIN lorebooks book ON book.id = found.book_id),
    'timers', (SELECT reply.lore -> 'timers' FROM (
        SELECT line.trigger_id FROM ${before} AND line.speaker = 'character' ORDER BY line.message_id DESC LIMIT 1
      ) AS last JOIN turns spoken ON spoken.trigger_id = last.trigger_id AND spoken.character_id = t.character_id
      JOIN replies reply ON reply.turn_id = spoken.id AND reply.number = spoken.selected_reply LIMIT 1),
    'messages', (SELECT coalesce(max(line.seq), -1) + 2 FROM ${before}),
    'turns', (SELECT count(*) FROM ${before} AND line.speaker = 'character')) END`,
  schema: z
    .object({
      books: storedList(LoreInForce.shape.books.element),
      timers: storedRows('lore timer', LoreTimer),
      messages: z.number(),
      turns: z.number(),
    })
    .nullable(),
});
