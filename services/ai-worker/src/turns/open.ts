import { type OpenedTurn, openTurn } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import { questionOf } from './recall.ts';
import type { Turn, TurnJob } from './turn.ts';

const TIMEOUT_MS = 15_000;

/**
 * Takes the turn, when it is its turn, with everything to answer it as it is now.
 * @param leaseKey makes a repeated call harmless: it gets the same lease again. What memory has is asked in the same breath.
 */
export async function open(
  { turnId, trigger, scene }: TurnJob,
  leaseKey: string,
  { gateway }: Pick<WorkerContext, 'gateway'>,
): Promise<OpenedTurn> {
  const question = questionOf({ trigger, facts: scene });
  return gateway.call(openTurn, {
    params: { turnId },
    body: { leaseKey, ...(question !== null && { question }) },
    timeoutMs: TIMEOUT_MS,
  });
}

/** The same turn under the same lease, with everything as it is by now: its author has edited what it answers. @throws AppError `stale-lease` */
export async function openAgain(turn: Turn, ctx: Pick<WorkerContext, 'gateway'>): Promise<Turn> {
  const job = { turnId: turn.turnId, trigger: turn.trigger, scene: turn.facts };
  const opened = await open(job, turn.leaseKey, ctx);
  if (opened.stage !== 'open' || opened.fence !== turn.fence)
    throw new AppError('stale-lease', 'somebody else has the turn');
  const content = opened.currentContent ?? turn.trigger.content;
  return { ...turn, ...opened, trigger: { ...turn.trigger, content } };
}
