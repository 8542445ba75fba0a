import type { Webhook } from '@tzurot/contracts';

import type { DiscordApi } from './discord-api.ts';
import { readDiscordFailure } from './discord-failure.ts';

const TIMEOUT_MS = 15_000;

/**
 * Removes a message of ours, through the webhook that sent it where that is still ours.
 * @returns false when it was gone already
 * @throws what `readDiscordFailure` reads
 */
export async function removeMessage(
  { messageId, webhookId }: { messageId: string; webhookId: string | null },
  { channelId, isThread, webhook }: { channelId: string; isThread: boolean; webhook: Webhook | null },
  { discord }: { discord: DiscordApi },
): Promise<boolean> {
  const deadline = AbortSignal.timeout(TIMEOUT_MS);
  const mine = webhook !== null && webhook.id === webhookId ? webhook : null;
  try {
    if (mine === null) await discord.deleteMessage(channelId, messageId, deadline);
    else await discord.deleteWebhookMessage(mine, { id: messageId, threadId: isThread ? channelId : null }, deadline);
    return true;
  } catch (thrown) {
    if (readDiscordFailure(thrown).kind === 'message-gone') return false;
    throw thrown;
  }
}
