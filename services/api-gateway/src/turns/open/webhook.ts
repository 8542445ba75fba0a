import type { Webhook } from '@tzurot/contracts';
import { z } from 'zod';
import { openWebhookToken } from '../../channels/webhooks.ts';
import { sql } from '../../database/query.ts';
import { definePartWith, StoredSnowflake } from './part.ts';

/** Over `hook`, the channel whose webhooks reach the place. */
export const selectWebhook = sql`CASE WHEN hook.webhook_id IS NOT NULL AND hook.webhook_token_sealed IS NOT NULL THEN json_build_object(
    'channelId', hook.id::text, 'id', hook.webhook_id::text, 'sealed', hook.webhook_token_sealed) END`;

/** Our webhook where the reply is said; null when none is known, or its token can't be read any more. */
export const webhook = definePartWith({
  select: selectWebhook,
  schema: z.object({ channelId: StoredSnowflake, id: StoredSnowflake, sealed: z.string() }).nullable(),
  read(stored, { box, log }): Webhook | null {
    if (stored === null) return null;
    const { sealed, ...address } = stored;
    const token = openWebhookToken(sealed, address.channelId, { box, log });
    return token === null ? null : { ...address, token };
  },
});
