import { releaseTurn, settleTurn, type TurnStage } from '@tzurot/contracts';

import type { WorkerContext } from '../context.ts';
import type { Posts, SentPost } from '../outlets/index.ts';
import type { Turn } from './turn.ts';

const MAX_PROBLEM_CHARACTERS = 500;

type Ending =
  | { outcome: 'delivered'; sent: SentPost[] }
  | { outcome: 'refused'; sent?: SentPost[]; problem?: string }
  | { outcome: 'undeliverable'; problem: string };

/** Ends the turn; the gateway then wakes the one behind it. */
export async function settle(turn: Turn, ending: Ending, { gateway }: WorkerContext): Promise<{ stage: TurnStage }> {
  const reason = 'problem' in ending ? ending.problem : undefined;
  const problem = reason === undefined ? {} : { problem: reason.slice(0, MAX_PROBLEM_CHARACTERS) };
  const { stage } = await gateway.call(settleTurn, {
    params: { turnId: turn.turnId },
    body: {
      fence: turn.fence,
      outcome: ending.outcome,
      sent: 'sent' in ending ? (ending.sent ?? []) : [],
      ...problem,
    },
  });
  turn.log.info({ outcome: ending.outcome, stage, ...problem }, 'turn settled');
  return { stage };
}

/** Removes what stands of a reply that nobody wants: its message to answer is gone, or it was stopped before its first word. */
export async function takeBack(turn: Turn, posts: Posts, ctx: WorkerContext): Promise<{ stage: TurnStage }> {
  // What stands there of a revision is another reply, which somebody wanted.
  if (!turn.draft.isRevision) await posts.remove();
  return settle(turn, { outcome: 'refused', problem: 'the reply is not wanted any more' }, ctx);
}

/** Gives the turn back, to be tried again later; what it stored stays. */
export async function release(
  { turnId, fence }: Pick<Turn, 'turnId' | 'fence'>,
  { problem, isOutage, retryAfterMs }: { problem: string; isOutage: boolean; retryAfterMs: number },
  { gateway }: WorkerContext,
): Promise<{ stage: TurnStage }> {
  return gateway.call(releaseTurn, {
    params: { turnId },
    body: {
      fence,
      problem: problem.slice(0, MAX_PROBLEM_CHARACTERS),
      isOutage,
      retryAfterMs: Math.min(retryAfterMs, 600_000),
    },
  });
}
