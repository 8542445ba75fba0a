import { Delivery, StoredReply } from '@tzurot/contracts';
import { sql } from '../../database/query.ts';
import { definePart, StoredSnowflake, StoredTime, storedList } from './part.ts';

/** What an earlier attempt stored, and how far it was delivered. */
export const reply = definePart({
  select: sql`CASE WHEN t.reply_kind IS NOT NULL AND t.reply_text IS NOT NULL THEN json_build_object(
    'kind', t.reply_kind, 'text', t.reply_text,
    'deliveries', (SELECT json_agg(json_build_object(
        'chunk', chunk, 'text', text, 'hash', hash, 'state', state, 'sendingAt', sending_at,
        'messageId', message_id::text, 'webhookId', webhook_id::text) ORDER BY chunk)
      FROM deliveries WHERE turn_id = t.id)) END`,
  schema: StoredReply.extend({
    deliveries: storedList(
      Delivery.extend({
        sendingAt: StoredTime.nullable(),
        messageId: StoredSnowflake.nullable(),
        webhookId: StoredSnowflake.nullable(),
      }),
    ),
  }).nullable(),
});
