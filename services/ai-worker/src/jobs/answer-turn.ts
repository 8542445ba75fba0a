import { answerTurn } from '@tzurot/contracts';
import { handleJob } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import { chooseVoice, deliver, resume, store } from '../turns/deliver.ts';
import { findWords } from '../turns/find-words.ts';
import { open } from '../turns/open.ts';
import { settle } from '../turns/settle.ts';
import { whileLeased } from '../turns/while-leased.ts';

/** What a turn that is not ours to answer is reported as. */
const STAGES = { waiting: 'waiting', leased: 'leased', done: 'settled' } as const;

export const answerTurnJob = handleJob(answerTurn, async (job, ctx: WorkerContext, { signal, log }) => {
  const opened = await open(job, ctx);
  if (opened.stage !== 'open') return { stage: STAGES[opened.stage] };

  return whileLeased(opened, job, { ctx, signal, log }, async (turn) => {
    const voice = await chooseVoice(turn, ctx);
    const plan = resume(turn) ?? (await store(turn, await findWords(turn, ctx), voice, ctx));
    const { unrecorded } = await deliver(turn, plan, voice, ctx);
    return settle(turn, { outcome: turn.refusal === null ? 'delivered' : 'refused', sent: unrecorded }, ctx);
  });
});
