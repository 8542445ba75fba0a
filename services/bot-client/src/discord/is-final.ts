import { DiscordAPIError } from 'discord.js';

const TOO_MANY_REQUESTS = 429;

/** Whether Discord will refuse the same call again: what it does not show to us, or does not have any more. */
export function isFinalForDiscord(error: unknown): boolean {
  return (
    error instanceof DiscordAPIError && error.status >= 400 && error.status < 500 && error.status !== TOO_MANY_REQUESTS
  );
}
