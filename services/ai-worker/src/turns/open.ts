import { randomUUID } from 'node:crypto';

import { type OpenedTurn, openTurn } from '@tzurot/contracts';

import type { WorkerContext } from '../context.ts';
import { questionOf } from './recall.ts';
import type { TurnJob } from './turn.ts';

const TIMEOUT_MS = 15_000;

/**
 * Takes the turn, when it is its turn, with everything to answer it as it is now.
 * The key makes a repeated call harmless: it gets the same lease again. What memory has is asked in the same breath.
 */
export async function open({ turnId, trigger, scene }: TurnJob, { gateway }: WorkerContext): Promise<OpenedTurn> {
  const question = questionOf({ trigger, facts: scene });
  return gateway.call(openTurn, {
    params: { turnId },
    body: { leaseKey: randomUUID(), ...(question !== null && { question }) },
    timeoutMs: TIMEOUT_MS,
  });
}
