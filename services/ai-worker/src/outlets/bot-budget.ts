import type { Bucket, Log, SharedState } from '@tzurot/platform';

/** Asked before every call with the bot's own token. @throws BotBusyError */
export interface BotBudget {
  forCall(): Promise<void>;
  /** Its own, so that courtesies never hold up words. */
  forTyping(): Promise<void>;
}

/** All processes together have made as many calls with the bot's token as Discord allows; nothing was sent. */
export class BotBusyError extends Error {
  override readonly name = 'BotBusyError';
  readonly waitMs: number;

  constructor(waitMs: number) {
    super('the bot makes too many calls at once');
    this.waitMs = waitMs;
  }
}

/**
 * Discord allows a bot 50 calls a second in all (Discord, "Rate Limits", "Global Rate Limit"), and every
 * process counts for itself; workers share these, and leave the rest to whoever listens.
 */
const CALLS: Bucket = { capacity: 25, refillPerSecond: 25 };
const TYPING: Bucket = { capacity: 15, refillPerSecond: 15 };

/** One budget for all workers. Without shared state nobody is held back: Discord itself still counts. */
export function createBotBudget(state: SharedState, log: Log): BotBudget {
  const take = async (bucket: string, limits: Bucket) => {
    const { taken, retryAfterMs } = await state.takeToken(bucket, limits).catch((error: unknown) => {
      log.warn({ err: error }, 'calls with the bot token are not counted');
      return { taken: true, retryAfterMs: 0, left: 0 };
    });
    if (!taken) throw new BotBusyError(retryAfterMs);
  };
  return {
    forCall: () => take('discord-bot-calls', CALLS),
    forTyping: () => take('discord-bot-typing', TYPING),
  };
}
