import type { Log, SharedState, TakenToken } from '@tzurot/platform';
import { LRUCache } from 'lru-cache';

/** How much one person may ask for, over all processes. */
export interface PersonLimit {
  take(userId: string): Promise<Pick<TakenToken, 'taken' | 'retryAfterMs'>>;
}

export interface PersonLimitParts {
  state: SharedState;
  log: Log;
  /** Triggers a person may send in a burst, and how many come back per minute. */
  personLimit: { burst: number; perMinute: number };
}

interface Known {
  /** Tokens that are left, those taken out that the store has not answered for. */
  left: number;
  unanswered: number;
}

const REMEMBERED_PEOPLE = 10_000;

/**
 * Takes a token per trigger. Who has tokens left as far as is known is not kept waiting for the store; what
 * other processes took meanwhile is known with its answer, so a person may get a few more than their burst.
 */
export function createPersonLimit({ state, log, personLimit: { burst, perMinute } }: PersonLimitParts): PersonLimit {
  const limits = { capacity: burst, refillPerSecond: perMinute / 60 };
  const people = new LRUCache<string, Known>({ max: REMEMBERED_PEOPLE });

  async function ask(userId: string, known: Known): Promise<Pick<TakenToken, 'taken' | 'retryAfterMs'>> {
    known.unanswered += 1;
    known.left -= 1;
    try {
      const answer = await state.takeToken(`triggers:${userId}`, limits);
      known.left = answer.left - (known.unanswered - 1);
      return answer;
    } catch (error) {
      log.warn({ err: error }, 'limits are away, nobody is limited');
      return { taken: true, retryAfterMs: 0 };
    } finally {
      known.unanswered -= 1;
    }
  }

  return {
    async take(userId) {
      const known = people.get(userId) ?? { left: 0, unanswered: 0 };
      people.set(userId, known);
      const mayGoAhead = known.left >= 1;
      const asking = ask(userId, known);
      return mayGoAhead ? { taken: true, retryAfterMs: 0 } : asking;
    },
  };
}
