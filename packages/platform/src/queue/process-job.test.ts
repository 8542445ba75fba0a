import { defineJob } from '@tzurot/contracts';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { fakeLog } from '../testing/index.ts';
import { handleJob } from './handle-job.ts';
import { createProcessor } from './process-job.ts';

/** Runs a job whose lock is lost in the middle of its handler. @returns whether the handler heard of it, and how the job ended */
async function loseLockOf({ outlivesItsLock }: { outlivesItsLock: boolean }) {
  const job = defineJob({
    name: 'turn.answer',
    queue: 'turns',
    input: z.object({}),
    output: z.object({}),
    timeoutMs: 60_000,
    outlivesItsLock,
  });
  const lost = new AbortController();
  let wasAborted = false;
  const handled = handleJob(job, async (_input, _ctx: object, { signal }) => {
    lost.abort(new Error('the lock of the job was lost'));
    wasAborted = signal.aborted;
    return {};
  });
  const giveUp = new AbortController().signal;
  const processor = createProcessor({ handlers: [handled], ctx: {}, log: fakeLog().log, metrics: undefined, giveUp });
  const data = { input: '{}', traceId: '0'.repeat(32), isAsked: false };
  const bullJob = { name: job.name, id: '1', data, attemptsMade: 0, opts: {} } as never;
  const ending = await processor(bullJob, 'token', lost.signal).then(
    () => 'done',
    () => 'given up',
  );
  return { wasAborted, ending };
}

it('gives a job up when its lock is lost, since another worker has it now', async () => {
  expect(await loseLockOf({ outlivesItsLock: false })).toEqual({ wasAborted: true, ending: 'given up' });
});

it('lets a job that outlives its lock go on: its lease decides who may work on it', async () => {
  expect(await loseLockOf({ outlivesItsLock: true })).toEqual({ wasAborted: false, ending: 'done' });
});
