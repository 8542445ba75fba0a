import type { answerTurn, JobFacts, OpenTurn, SceneFacts, Trigger, UsageFacts } from '@tzurot/contracts';
import type { Log } from '@tzurot/platform';

/** A turn that we hold, with what Discord said about its trigger. */
export interface Turn extends OpenTurn {
  trigger: Trigger;
  facts: SceneFacts | null;
  /** Bound to the turn. */
  log: Log;
  /** Aborts when the lease is lost or the job has to stop. */
  signal: AbortSignal;
}

export type TurnJob = JobFacts<typeof answerTurn>;

/** What will be said, and what finding it cost. */
export interface Words {
  kind: 'reply' | 'notice';
  text: string;
  usage: UsageFacts[];
}
