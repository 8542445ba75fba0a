import type { Clock, Log } from '@tzurot/platform';

import { chunkText } from './chunk-text.ts';
import { findOpenSpoiler } from './markdown-spans.ts';
import type { Posts } from './posts.ts';

export interface Draft {
  /**
   * Says that there is more, which `read` gives when it is time to show it; the first call counts as the first word, even
   * while nothing can be read yet.
   */
  offer(read: () => string): void;
  /** Whether some of it is being shown, or was. */
  isShown(): boolean;
  /**
   * Shows no more, and waits for what is on its way.
   * @throws what `mustEnd` says ends the reply as well
   */
  stop(): Promise<void>;
}

export interface DraftLimits {
  /** From the first word to the first showing: a reply that is finished sooner is not shown half. */
  firstAfterMs: number;
  /** From one showing to the next. */
  everyMs: number;
}

export const DRAFT_LIMITS: DraftLimits = { firstAfterMs: 500, everyMs: 1_000 };

/**
 * Shows a reply while it is being made: its first words soon after they are there, then what has come since, at most once
 * a second. What goes wrong ends the showing and nothing else: the finished reply is delivered all the same.
 */
export function startDraft(
  posts: Pick<Posts, 'show'>,
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
  let read = () => '';
  let isShown = false;
  /** Resolves when there is more, or nothing will be shown any more. */
  let more = Promise.withResolvers<void>();
  let started: Promise<void> | undefined;
  const pause = (ms: number) => clock.sleep(ms, stopping.signal).catch(() => {});

  const run = async (): Promise<void> => {
    await pause(limits.firstAfterMs);
    for (let shown = ''; !stopping.signal.aborted; ) {
      more = Promise.withResolvers();
      const newest = read();
      // A spoiler that has not ended would be read by everybody.
      const text = newest.slice(0, findOpenSpoiler(newest));
      if (text === shown || text.trim() === '') {
        await more.promise;
        continue;
      }
      isShown = true;
      await posts.show(chunkText(text, maxCharacters), begin);
      shown = text;
      await pause(limits.everyMs);
    }
  };

  return {
    offer(reader) {
      read = reader;
      more.resolve();
      started ??= run();
      // It is heard of when the draft is stopped.
      started.catch(() => {});
    },
    isShown: () => isShown,
    async stop() {
      stopping.abort();
      more.resolve();
      try {
        await started;
      } catch (error) {
        if (mustEnd(error)) throw error;
        log.warn({ err: error }, 'reply not shown while it was made');
      }
    },
  };
}
