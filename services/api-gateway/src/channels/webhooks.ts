import type { Webhook } from '@tzurot/contracts';
import { AppError, type Log, type SecretBox } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { query, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';

const boundTo = (channelId: string): string => `webhook:${channelId}`;

/** Keeps the webhook of a channel, its token sealed; null forgets it. */
export async function keepWebhook(
  channelId: string,
  webhook: Webhook | null,
  { pool, box }: Pick<GatewayContext, 'pool' | 'box'>,
): Promise<void> {
  const id = toBigInt(channelId);
  if (webhook === null) {
    await query(pool, sql`UPDATE channels SET webhook_id = NULL, webhook_token_sealed = NULL WHERE id = ${id}::bigint`);
    return;
  }
  if (webhook.channelId !== channelId) {
    throw new AppError('invalid-input', `webhook ${webhook.id} is of another channel than ${channelId}`);
  }
  const sealed = box.seal(webhook.token, { boundTo: boundTo(channelId) });
  await query(
    pool,
    sql`INSERT INTO channels (id, webhook_id, webhook_token_sealed) VALUES (${id}::bigint, ${toBigInt(webhook.id)}::bigint, ${sealed})
        ON CONFLICT (id) DO UPDATE SET webhook_id = excluded.webhook_id, webhook_token_sealed = excluded.webhook_token_sealed`,
  );
}

/** The token of a stored webhook; null when it cannot be opened, since the worker can always make a new webhook. */
export function openWebhookToken(
  sealed: string,
  channelId: string,
  { box, log }: { box: SecretBox; log: Log },
): string | null {
  try {
    return box.open(sealed, { boundTo: boundTo(channelId) });
  } catch (error) {
    log.warn({ err: error, channelId }, 'stored webhook could not be opened');
    return null;
  }
}
