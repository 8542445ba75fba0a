import { AppError } from '@tzurot/platform';
import type { Message } from 'discord.js';

/** Said by the bot or by one of its webhooks. */
export function isOurs({ author, applicationId, client }: Message): boolean {
  return author.id === client.user.id || applicationId === client.application.id;
}

/** What the gateway tells of a post; null for one that it does not have on record. */
export async function orUnknown<Told>(ask: () => Promise<Told>): Promise<Told | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return null;
    throw error;
  }
}
