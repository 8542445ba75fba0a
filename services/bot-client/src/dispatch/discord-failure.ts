import { DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';

/** The interaction was acknowledged too late, or by another process with the same token. */
export function isMissedInteraction(error: unknown): boolean {
  return hasCode(
    error,
    RESTJSONErrorCodes.UnknownInteraction,
    RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged,
  );
}

/** The fifteen minutes of an interaction's token are over. */
export function isExpiredToken(error: unknown): boolean {
  return hasCode(error, RESTJSONErrorCodes.InvalidWebhookToken, RESTJSONErrorCodes.UnknownWebhook);
}

/** The message to be changed was dismissed or deleted. */
export function isGoneMessage(error: unknown): boolean {
  return hasCode(error, RESTJSONErrorCodes.UnknownMessage);
}

/** What a log may hold of a failed request: neither its body nor its address, which carries a token. */
export function describeFailure(error: unknown): object {
  if (error instanceof DiscordAPIError) return { code: error.code, status: error.status, message: error.message };
  return { message: error instanceof Error ? error.message : String(error) };
}

function hasCode(error: unknown, ...codes: number[]): boolean {
  return error instanceof DiscordAPIError && codes.includes(Number(error.code));
}
