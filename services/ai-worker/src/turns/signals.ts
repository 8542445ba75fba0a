import {
  REPLY_STOPPED_CHANNEL,
  ReplyStopped,
  TRIGGER_GONE_CHANNEL,
  TRIGGER_REVISED_CHANNEL,
  TriggerGone,
  TriggerRevised,
} from '@tzurot/contracts';
import type { Log, SharedState } from '@tzurot/platform';

/** The reason of a signal that aborts because the message to answer is gone. */
export class TriggerWithdrawn extends Error {
  override readonly name = 'TriggerWithdrawn';
}

/** The reason of a signal that aborts because somebody wants the reply to end where it stands. */
export class StoppedByPerson extends Error {
  override readonly name = 'StoppedByPerson';
}

/** The reason of a signal that aborts because the message to answer has another text now. */
class QuestionRevised extends Error {
  override readonly name = 'QuestionRevised';
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
  /** Aborts when the author of the trigger edits it. */
  revised: AbortSignal;
  release(): void;
}

/** A signal that is missed costs a model call, no more: the gateway refuses the writes of a turn whose message is gone. */
export async function listenForTurnSignals(state: SharedState, log: Log): Promise<TurnSignals> {
  // By id; what concerns the text of a trigger is under another one than its end.
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
    state.subscribe(TRIGGER_REVISED_CHANNEL, (value) => {
      const revised = TriggerRevised.safeParse(value);
      if (!revised.success) return log.warn({ err: revised.error }, 'edit not understood');
      abort(textOf(revised.data.triggerId), new QuestionRevised());
    }),
    state.subscribe(REPLY_STOPPED_CHANNEL, (value) => {
      const stopped = ReplyStopped.safeParse(value);
      if (!stopped.success) return log.warn({ err: stopped.error }, 'stop not understood');
      abort(stopped.data.turnId, new StoppedByPerson());
    }),
  ]);

  return {
    watch({ triggerId, turnId }) {
      const [trigger, text, turn] = [watchId(triggerId), watchId(textOf(triggerId)), watchId(turnId)];
      return {
        withdrawn: trigger.signal,
        stopped: turn.signal,
        revised: text.signal,
        release() {
          trigger.release();
          text.release();
          turn.release();
        },
      };
    },
    stop: async () => {
      await Promise.all(unsubscribes.map((unsubscribe) => unsubscribe()));
    },
  };
}

const textOf = (triggerId: string) => `${triggerId} text`;
