import type { OpenTurn, TurnStage } from '@tzurot/contracts';
import { AppError, type Log } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import { DeliveryPostponedError, UndeliverableError } from '../outlets/index.ts';
import { NowhereToSpeakError } from './choose-outlet.ts';
import { holdLease, isStaleLease } from './hold-lease.ts';
import { release, settle } from './settle.ts';
import { TriggerWithdrawn } from './signals.ts';
import { reportSpent } from './spend.ts';
import type { Turn, TurnJob } from './turn.ts';

export interface Ended {
  stage: TurnStage | 'leased';
}

/** What a turn is worked on with. */
export interface Holding extends Pick<Turn, 'leaseKey' | 'watch'> {
  ctx: WorkerContext;
  /** Aborts when the job has to stop. */
  signal: AbortSignal;
  log: Log;
}

const RETRY_AFTER_MS = 5_000;

/**
 * Works on a turn while its lease is ours, and ends it properly however the work fails: settled when nothing
 * can help, given back when time may, and left alone when it is no longer ours.
 */
export async function whileLeased(
  opened: OpenTurn,
  job: TurnJob,
  { ctx, signal, log: jobLog, leaseKey, watch }: Holding,
  work: (turn: Turn) => Promise<Ended>,
): Promise<Ended> {
  const log = jobLog.child({ turnId: opened.turnId, characterId: opened.speaker?.id });
  const lease = holdLease(opened, ctx, log);
  const turn: Turn = {
    ...opened,
    trigger: { ...job.trigger, content: opened.currentContent ?? job.trigger.content },
    facts: job.scene,
    log,
    signal: AbortSignal.any([lease.signal, signal]),
    lost: lease.signal,
    leaseKey,
    watch,
    ledgerAheadMs: new Date(opened.now).getTime() - ctx.clock.now().getTime(),
    spent: [],
  };
  try {
    return await work(turn);
  } catch (error) {
    return await endAfter(error, turn, { ctx, lostLease: lease.signal, stopping: signal });
  } finally {
    lease.letGo();
    await reportSpent(turn, ctx);
  }
}

async function endAfter(
  error: unknown,
  turn: Turn,
  { ctx, lostLease, stopping }: { ctx: WorkerContext; lostLease: AbortSignal; stopping: AbortSignal },
): Promise<Ended> {
  if (lostLease.aborted || isStaleLease(error)) {
    turn.log.info('somebody else has the turn');
    return { stage: 'leased' };
  }
  if (error instanceof TriggerWithdrawn) {
    // The gateway has ended the turn already.
    turn.log.info('the message to answer is gone');
    return { stage: 'refused' };
  }
  if (error instanceof NowhereToSpeakError) return settle(turn, { outcome: 'refused', problem: error.message }, ctx);
  if (error instanceof UndeliverableError)
    return settle(turn, { outcome: 'undeliverable', problem: error.message }, ctx);

  const isExpected = stopping.aborted || (error instanceof AppError && error.retry);
  turn.log[isExpected ? 'warn' : 'error']({ err: error }, 'turn given back');
  const waitMs = error instanceof DeliveryPostponedError ? error.waitMs : 0;
  const retryAfterMs = stopping.aborted ? 0 : Math.max(waitMs, RETRY_AFTER_MS);
  const problem = error instanceof AppError ? error.message : 'unexpected failure';
  return release(turn, { problem, isOutage: isExpected, retryAfterMs }, ctx).catch((failure: unknown): Ended => {
    // Its lease runs out by itself; then the gateway wakes it.
    if (!isStaleLease(failure)) turn.log.warn({ err: failure }, 'turn not given back');
    return { stage: 'open' };
  });
}
