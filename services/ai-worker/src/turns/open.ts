import { randomUUID } from 'node:crypto';

import { type OpenedTurn, openTurn } from '@tzurot/contracts';

import type { WorkerContext } from '../context.ts';
import type { TurnJob } from './turn.ts';

const TIMEOUT_MS = 15_000;

/**
 * Takes the turn, when it is its turn, with everything to answer it as it is now.
 * The key makes a repeated call harmless: it gets the same lease again.
 */
export async function open({ turnId }: TurnJob, { gateway }: WorkerContext): Promise<OpenedTurn> {
  return gateway.call(openTurn, {
    params: { turnId },
    body: { leaseKey: randomUUID() },
    timeoutMs: TIMEOUT_MS,
  });
}
