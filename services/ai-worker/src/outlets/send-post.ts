import { hash } from 'node:crypto';

import type { DiscordApi, PostButton, SentMessage } from './discord-api.ts';
import { type DiscordFailure, readDiscordFailure } from './discord-failure.ts';
import type { Outlet } from './outlet.ts';

export type Sent = { kind: 'sent'; message: SentMessage } | { kind: 'wrong-channel' } | DiscordFailure;

/** Block marks work only at the beginning of a line. */
const BLOCK_START = /^(?:```|~~~|>|#{1,3} |-# |[-*] |\d+\. )/;

/** The text as it stands on Discord: a bot's first message begins with the character's name. */
export function wireText(outlet: Outlet, { text, chunk }: { text: string; chunk: number }): string {
  if (outlet.kind === 'webhook' || chunk > 0 || outlet.prefix === '') return text;
  return BLOCK_START.test(text) ? `${outlet.prefix.trimEnd()}\n${text}` : outlet.prefix + text;
}

interface SendOrder {
  turnId: string;
  chunk: number;
  text: string;
  button: PostButton | null;
  signal: AbortSignal;
}

/**
 * Sends one message, once.
 * @param signal the deadline that the ledger knows of: nothing is sent after it
 */
export async function sendPost(
  discord: DiscordApi,
  outlet: Outlet,
  { turnId, chunk, text, button, signal }: SendOrder,
): Promise<Sent> {
  const content = wireText(outlet, { text, chunk });
  try {
    if (outlet.kind === 'bot') {
      const message = await discord.sendMessage(
        outlet.channelId,
        { content, nonce: nonceOf(turnId, chunk), button },
        signal,
      );
      return { kind: 'sent', message };
    }
    const message = await discord.executeWebhook(outlet.webhook, { ...outlet, content, button }, signal);
    if (message.channel_id === outlet.channelId) return { kind: 'sent', message };
    // Somebody moved the webhook to another channel.
    await discord
      .deleteWebhookMessage(outlet.webhook, { id: message.id, threadId: null }, AbortSignal.timeout(5_000))
      .catch(() => {});
    return { kind: 'wrong-channel' };
  } catch (thrown) {
    return readDiscordFailure(thrown);
  }
}

/** The same for every attempt at a chunk, so that Discord itself sends it once; at most 25 characters. */
function nonceOf(turnId: string, chunk: number): string {
  return hash('sha256', `${turnId} ${chunk}`, 'base64url').slice(0, 25);
}
