import type { Clock, Log } from '@tzurot/platform';

import { chunkText } from './chunk-text.ts';
import type { Posts } from './posts.ts';

export interface Draft {
  /** What can be read so far. */
  offer(text: string): void;
  /**
   * Shows no more, and waits for what is on its way.
   * @throws what `mustEnd` says ends the reply as well
   */
  stop(): Promise<void>;
}

export interface DraftLimits {
  /** A reply that is finished sooner is not shown half. */
  firstAfterMs: number;
  /** From one showing to the next. */
  everyMs: number;
}

export const DRAFT_LIMITS: DraftLimits = { firstAfterMs: 600, everyMs: 1_000 };

/**
 * Shows a reply while it is being made: its first words soon after they are there, then what has come since, at most once
 * a second. What goes wrong ends the showing and nothing else: the finished reply is delivered all the same.
 */
export function startDraft(
  posts: Posts,
  begin: Parameters<Posts['show']>[1],
  {
    clock,
    log,
    limits,
    maxCharacters,
    mustEnd,
  }: {
    clock: Clock;
    log: Log;
    limits: DraftLimits;
    maxCharacters: number;
    mustEnd: (error: unknown) => boolean;
  },
): Draft {
  const stopping = new AbortController();
  let newest = '';
  let started: Promise<void> | undefined;
  const pause = (ms: number) => clock.sleep(ms, stopping.signal).catch(() => {});

  const run = async (): Promise<void> => {
    let shown = '';
    for (let waitMs = limits.firstAfterMs; ; waitMs = limits.everyMs) {
      await pause(waitMs);
      if (stopping.signal.aborted) return;
      const text = newest;
      if (text === shown || text.trim() === '') continue;
      await posts.show(chunkText(text, maxCharacters), begin);
      shown = text;
    }
  };

  return {
    offer(text) {
      newest = text;
      if (text.trim() === '') return;
      started ??= run();
      // It is heard of when the draft is stopped.
      started.catch(() => {});
    },
    async stop() {
      stopping.abort();
      try {
        await started;
      } catch (error) {
        if (mustEnd(error)) throw error;
        log.warn({ err: error }, 'reply not shown while it was made');
      }
    },
  };
}
