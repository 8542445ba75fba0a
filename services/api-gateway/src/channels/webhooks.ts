import type { Webhook } from '@tzurot/contracts';
import { AppError, type Log, type SecretBox } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { toBigInt } from '../database/snowflakes.ts';

const boundTo = (channelId: string): string => `webhook:${channelId}`;

/** Keeps the webhook of a channel, its token sealed; null forgets it. */
export async function keepWebhook(
  channelId: string,
  webhook: Webhook | null,
  { prisma, box }: Pick<GatewayContext, 'prisma' | 'box'>,
): Promise<void> {
  const id = toBigInt(channelId);
  if (webhook === null) {
    await prisma.channel.updateMany({ where: { id }, data: { webhookId: null, webhookTokenSealed: null } });
    return;
  }
  if (webhook.channelId !== channelId) {
    throw new AppError('invalid-input', `webhook ${webhook.id} is of another channel than ${channelId}`);
  }
  const data = {
    webhookId: toBigInt(webhook.id),
    webhookTokenSealed: box.seal(webhook.token, { boundTo: boundTo(channelId) }),
  };
  await prisma.channel.upsert({ where: { id }, create: { id, ...data }, update: data });
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
