import { DiscordAPIError, HTTPError, RateLimitError } from '@discordjs/rest';

import { BotBusyError } from './bot-budget.ts';

/**
 * What a failed call to Discord means for whoever made it.
 * `doubtful`: it may have taken effect. Everything else certainly did not.
 */
export type DiscordFailure =
  | { kind: 'doubtful'; reason: string }
  /** Worth another attempt later. */
  | { kind: 'unavailable'; reason: string }
  | { kind: 'rate-limited'; waitMs: number }
  /** Somebody deleted the message that was to be changed. */
  | { kind: 'message-gone'; reason: string }
  /** The webhook is deleted or its token is wrong. */
  | { kind: 'webhook-gone'; reason: string }
  | { kind: 'webhooks-full'; reason: string }
  /** A permission is missing. */
  | { kind: 'forbidden'; reason: string }
  /** A field of the message is not accepted; `fields` are its path names. */
  | { kind: 'invalid'; reason: string; fields: readonly string[] }
  /** There is nowhere to say it, or Discord will not have it said. */
  | { kind: 'undeliverable'; reason: string };

/** Sentences for staff, by Discord's JSON error code. Source: Discord, "Opcodes and Status Codes", JSON. */
const UNDELIVERABLE: Readonly<Record<number, string>> = {
  10003: 'the channel is gone',
  10004: 'the server is gone',
  40001: 'Discord refuses the request',
  40333: 'Discord blocks this address',
  50001: 'the bot cannot see the channel',
  50006: 'Discord takes the text for empty',
  50007: 'the person takes no direct messages from the bot',
  50008: 'the channel takes no messages',
  50024: 'the channel takes no messages',
  50083: 'the thread is archived',
  50278: 'the person shares no server with the bot',
  160_005: 'the thread is locked',
  200_000: 'AutoMod blocked the text',
  220_001: 'the channel takes posts only, and the message was outside of one',
  220_003: 'the channel takes posts only, and the message was outside of one',
  240_000: 'Discord takes a link in the text for harmful',
};

/** Errors of a connection that was never made, so that nothing can have arrived. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** Reads what `@discordjs/rest` threw. */
export function readDiscordFailure(thrown: unknown): DiscordFailure {
  if (thrown instanceof RateLimitError)
    return { kind: 'rate-limited', waitMs: Math.max(thrown.retryAfter, thrown.timeToReset) };
  if (thrown instanceof BotBusyError) return { kind: 'rate-limited', waitMs: thrown.waitMs };
  if (thrown instanceof DiscordAPIError) return readApiError(thrown);
  if (thrown instanceof HTTPError) return { kind: 'doubtful', reason: `Discord answered ${thrown.status}` };
  if (!(thrown instanceof Error)) return { kind: 'doubtful', reason: 'the request failed' };
  // The queue gave the request up before its turn came (@sapphire/async-queue).
  if (thrown.message === 'Request aborted manually') return { kind: 'rate-limited', waitMs: 0 };
  if (thrown.message.startsWith('Expected token to be set'))
    return { kind: 'unavailable', reason: 'the bot token was refused' };
  const code = codeOf(thrown);
  if (NEVER_CONNECTED.has(code)) return { kind: 'unavailable', reason: `Discord cannot be reached (${code})` };
  return { kind: 'doubtful', reason: thrown.name === 'AbortError' ? 'no answer in time' : 'the connection broke' };
}

function readApiError(error: DiscordAPIError): DiscordFailure {
  const code = Number(error.code);
  if (code === 10_008) return { kind: 'message-gone', reason: 'the message is gone' };
  if (code === 10_015 || code === 50_027) return { kind: 'webhook-gone', reason: 'the webhook is gone' };
  if (code === 30_007 || code === 30_058)
    return { kind: 'webhooks-full', reason: 'there is no room for another webhook' };
  if (code === 50_013) return { kind: 'forbidden', reason: 'the bot lacks a permission' };
  const reason = UNDELIVERABLE[code];
  if (reason !== undefined) return { kind: 'undeliverable', reason: `${reason} (${code})` };
  if (code === 50_035)
    return { kind: 'invalid', reason: 'Discord does not accept the message (50035)', fields: fieldsOf(error) };
  if (error.status === 401) return { kind: 'unavailable', reason: 'the bot token was refused' };
  if (error.status === 408 || error.status === 429)
    return { kind: 'unavailable', reason: `Discord answered ${error.status}` };
  return {
    kind: 'undeliverable',
    reason: `Discord refused with ${error.status} (${Number.isFinite(code) ? code : 'no code'})`,
  };
}

function fieldsOf({ rawError }: DiscordAPIError): string[] {
  return 'errors' in rawError && typeof rawError.errors === 'object' ? Object.keys(rawError.errors) : [];
}

/** A connection error may be wrapped, or several in one when a name has several addresses. */
function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return codeOf(error.errors[0]);
  return error.cause instanceof Error ? codeOf(error.cause) : '';
}
