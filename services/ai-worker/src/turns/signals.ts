import { REPLY_STOPPED_CHANNEL, ReplyStopped, TRIGGER_GONE_CHANNEL, TriggerGone } from '@tzurot/contracts';
import type { Log, SharedState } from '@tzurot/platform';

/** The reason of a signal that aborts because the message to answer is gone. */
export class TriggerWithdrawn extends Error {
  override readonly name = 'TriggerWithdrawn';
}

/** The reason of a signal that aborts because somebody wants the reply to end where it stands. */
export class StoppedByPerson extends Error {
  override readonly name = 'StoppedByPerson';
}

/** Hears what concerns turns while they run. */
export interface TurnSignals {
  /** @returns signals of a turn; call `release` when nobody listens any more */
  watch(turn: { triggerId: string; turnId: string }): Watch;
  stop(): Promise<void>;
}

export interface Watch {
  /** Aborts when the trigger goes. */
  withdrawn: AbortSignal;
  /** Aborts when somebody stops the reply. */
  stopped: AbortSignal;
  release(): void;
}

/** A signal that is missed costs a model call, no more: the gateway refuses the writes of a turn whose message is gone. */
export async function listenForTurnSignals(state: SharedState, log: Log): Promise<TurnSignals> {
  const watched = new Map<string, Set<AbortController>>();
  const abort = (id: string, reason: Error) => {
    for (const controller of watched.get(id) ?? []) controller.abort(reason);
  };
  const watchId = (id: string) => {
    const controller = new AbortController();
    const controllers = watched.get(id) ?? new Set();
    watched.set(id, controllers.add(controller));
    const release = () => {
      controllers.delete(controller);
      if (controllers.size === 0) watched.delete(id);
    };
    return { signal: controller.signal, release };
  };

  const unsubscribes = await Promise.all([
    state.subscribe(TRIGGER_GONE_CHANNEL, (value) => {
      const gone = TriggerGone.safeParse(value);
      if (!gone.success) return log.warn({ err: gone.error }, 'withdrawal not understood');
      abort(gone.data.triggerId, new TriggerWithdrawn());
    }),
    state.subscribe(REPLY_STOPPED_CHANNEL, (value) => {
      const stopped = ReplyStopped.safeParse(value);
      if (!stopped.success) return log.warn({ err: stopped.error }, 'stop not understood');
      abort(stopped.data.turnId, new StoppedByPerson());
    }),
  ]);

  return {
    watch({ triggerId, turnId }) {
      const [trigger, turn] = [watchId(triggerId), watchId(turnId)];
      return {
        withdrawn: trigger.signal,
        stopped: turn.signal,
        release() {
          trigger.release();
          turn.release();
        },
      };
    },
    stop: async () => {
      await Promise.all(unsubscribes.map((unsubscribe) => unsubscribe()));
    },
  };
}
