import { randomUUID } from 'node:crypto';

import { answerTurn, type TurnStage } from '@tzurot/contracts';
import { handleJob } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import { openPosts } from '../turns/choose-outlet.ts';
import { deliver } from '../turns/deliver.ts';
import { open } from '../turns/open.ts';
import { settle, takeBack } from '../turns/settle.ts';
import { StoppedByPerson, TriggerWithdrawn } from '../turns/signals.ts';
import { speak } from '../turns/speak.ts';
import type { Turn } from '../turns/turn.ts';
import { watchSpeech } from '../turns/watch-speech.ts';
import { whileLeased } from '../turns/while-leased.ts';

/** What a turn that is not ours to answer is reported as. */
const STAGES = { waiting: 'waiting', leased: 'leased', done: 'settled' } as const;

export const answerTurnJob = handleJob(answerTurn, async (job, ctx: WorkerContext, { signal, log }) => {
  const leaseKey = randomUUID();
  // Watched first: what happens while it is opened is heard of as well.
  const watch = ctx.turnSignals.watch({ triggerId: job.trigger.id, turnId: job.turnId });
  try {
    const opened = await open(job, leaseKey, ctx);
    if (opened.stage !== 'open') return { stage: STAGES[opened.stage] };
    return await whileLeased(opened, job, { ctx, signal, log, leaseKey, watch }, (turn) => answer(turn, ctx));
  } finally {
    watch.release();
  }
});

async function answer(turn: Turn, ctx: WorkerContext): Promise<{ stage: TurnStage }> {
  const posts = await openPosts(turn, ctx);
  if ((turn.isWithdrawn || turn.isStopped) && turn.reply === null) return takeBack(turn, posts, ctx);
  let said: 'reply' | 'notice' = 'reply';
  const speech = watchSpeech(speak(turn, ctx), (kind) => {
    said = kind;
  });
  try {
    const { unrecorded } = await deliver(turn, speech, posts, ctx);
    ctx.counts.ended(turn.refusal !== null ? 'refused' : said === 'reply' ? 'replied' : 'failed');
    return settle(turn, { outcome: turn.refusal === null ? 'delivered' : 'refused', sent: unrecorded }, ctx);
  } catch (error) {
    const isUnwanted = error instanceof StoppedByPerson || error instanceof TriggerWithdrawn;
    if (!isUnwanted) ctx.counts.ended('interrupted');
    if (!isUnwanted || (error instanceof TriggerWithdrawn && !posts.areShown())) throw error;
    return takeBack(turn, posts, ctx);
  }
}
