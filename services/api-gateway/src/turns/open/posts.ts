import { Post } from '@tzurot/contracts';
import { z } from 'zod';
import { sql } from '../../database/query.ts';
import { definePart, StoredSnowflake, StoredTime, storedList } from './part.ts';

/** What an earlier attempt sent, or was about to send. */
export const posts = definePart({
  select: sql`(SELECT json_agg(json_build_object(
      'chunk', chunk, 'text', text, 'hash', hash, 'state', state, 'sendingAt', sending_at, 'messageId', message_id::text,
      'outlet', CASE WHEN webhook_id IS NOT NULL THEN json_build_object('webhookId', webhook_id::text, 'name', name) END)
      ORDER BY chunk)
    FROM posts WHERE turn_id = t.id)`,
  schema: storedList(
    Post.extend({
      sendingAt: StoredTime.nullable(),
      messageId: StoredSnowflake.nullable(),
      outlet: z.object({ webhookId: StoredSnowflake, name: z.string().nullable() }).nullable(),
    }),
  ),
});
