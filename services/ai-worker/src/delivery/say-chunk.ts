import { hash } from 'node:crypto';

import type { DiscordApi, SentMessage } from './discord-api.ts';
import { type DiscordFailure, readDiscordFailure } from './discord-failure.ts';
import type { Voice } from './voice.ts';

export type Said = { kind: 'sent'; message: SentMessage } | { kind: 'wrong-channel' } | DiscordFailure;

/** Block marks work only at the beginning of a line. */
const BLOCK_START = /^(?:```|~~~|>|#{1,3} |-# |[-*] |\d+\. )/;

/** The text as it stands on Discord: a bot's first message begins with the character's name. */
function wireText(voice: Voice, { text, chunk }: { text: string; chunk: number }): string {
  if (voice.kind === 'webhook' || chunk > 0 || voice.prefix === '') return text;
  return BLOCK_START.test(text) ? `${voice.prefix.trimEnd()}\n${text}` : voice.prefix + text;
}

/**
 * Sends one message, once.
 * @param signal the deadline that the ledger knows of: nothing is sent after it
 */
export async function sayChunk(
  discord: DiscordApi,
  voice: Voice,
  { turnId, chunk, text, signal }: { turnId: string; chunk: number; text: string; signal: AbortSignal },
): Promise<Said> {
  const content = wireText(voice, { text, chunk });
  try {
    if (voice.kind === 'bot') {
      const message = await discord.sendMessage(voice.channelId, { content, nonce: nonceOf(turnId, chunk) }, signal);
      return { kind: 'sent', message };
    }
    const message = await discord.executeWebhook(voice.webhook, { ...voice, content }, signal);
    if (message.channel_id === voice.channelId) return { kind: 'sent', message };
    // Somebody moved the webhook to another channel.
    await discord.deleteWebhookMessage(voice.webhook, message).catch(() => {});
    return { kind: 'wrong-channel' };
  } catch (thrown) {
    return readDiscordFailure(thrown);
  }
}

/** The same for every attempt at a chunk, so that Discord itself sends it once; at most 25 characters. */
function nonceOf(turnId: string, chunk: number): string {
  return hash('sha256', `${turnId} ${chunk}`, 'base64url').slice(0, 25);
}
