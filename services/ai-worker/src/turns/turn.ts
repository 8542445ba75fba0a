import type { answerTurn, JobFacts, OpenTurn, ReplyKind, SceneFacts, Trigger, UsageFacts } from '@tzurot/contracts';
import type { Log } from '@tzurot/platform';

import type { Watch } from './signals.ts';

/** A turn that we hold, with what Discord said about its trigger. */
export interface Turn extends OpenTurn {
  trigger: Trigger;
  facts: SceneFacts | null;
  /** Bound to the turn. */
  log: Log;
  /** Aborts when the lease is lost or the job has to stop. */
  signal: AbortSignal;
  /** Aborts when somebody else has the turn; then nothing of ours counts any more. */
  lost: AbortSignal;
  /** Of our lease: who opens the turn with it again gets the same one. */
  leaseKey: string;
  /** Hears what concerns the turn since before it was opened. */
  watch: Omit<Watch, 'release'>;
  /** How much later it is by the clock of the ledger than by ours. */
  ledgerAheadMs: number;
  /** What calls cost that the ledger has not heard of yet. */
  spent: UsageFacts[];
}

export type TurnJob = JobFacts<typeof answerTurn>;

/** What a turn says in the end. */
export interface Words {
  kind: ReplyKind;
  state: 'complete' | 'stopped' | 'failed';
  text: string;
  /** Small print below the text that is no part of it; null without any. */
  mark: string | null;
}
