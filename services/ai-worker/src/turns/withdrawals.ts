import { TRIGGER_GONE_CHANNEL, TriggerGone } from '@tzurot/contracts';
import type { Log, SharedState } from '@tzurot/platform';

/** The reason of a signal that aborts because the message to answer is gone. */
export class TriggerWithdrawn extends Error {
  override readonly name = 'TriggerWithdrawn';
}

/** Hears of triggers that are gone while their turns run. */
export interface Withdrawals {
  /** @returns a signal that aborts when the trigger goes; call `release` when nobody listens any more */
  watch(triggerId: string): { signal: AbortSignal; release(): void };
  stop(): Promise<void>;
}

/** A withdrawal that is missed costs a model call, no more: the gateway refuses the turn's writes. */
export async function listenForWithdrawals(state: SharedState, log: Log): Promise<Withdrawals> {
  const watched = new Map<string, Set<AbortController>>();

  const unsubscribe = await state.subscribe(TRIGGER_GONE_CHANNEL, (value) => {
    const gone = TriggerGone.safeParse(value);
    if (!gone.success) return log.warn({ err: gone.error }, 'withdrawal not understood');
    for (const controller of watched.get(gone.data.triggerId) ?? []) controller.abort(new TriggerWithdrawn());
  });

  return {
    watch(triggerId) {
      const controller = new AbortController();
      const controllers = watched.get(triggerId) ?? new Set();
      watched.set(triggerId, controllers.add(controller));
      return {
        signal: controller.signal,
        release() {
          controllers.delete(controller);
          if (controllers.size === 0) watched.delete(triggerId);
        },
      };
    },
    stop: async () => {
      await unsubscribe();
    },
  };
}
