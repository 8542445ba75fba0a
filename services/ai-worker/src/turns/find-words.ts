import { AppError } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import { embedQuestion } from './embed-question.ts';
import { enrich } from './enrich.ts';
import { keepTyping } from './keep-typing.ts';
import { refusalNotice } from './notice.ts';
import { recall } from './recall.ts';
import { speak } from './speak.ts';
import type { Turn, Words } from './turn.ts';

/**
 * What is said in this turn: the model's reply, or a notice on why there is none.
 * @throws TriggerWithdrawn when the message to answer goes meanwhile
 */
export async function findWords(turn: Turn, ctx: WorkerContext): Promise<Words> {
  const { speaker, refusal } = turn;
  if (refusal !== null) return { kind: 'notice', text: refusalNotice(speaker, refusal.notice), usage: [] };
  if (speaker === null) throw new AppError('internal', 'a turn without a speaker gives no reason');
  const withdrawal = ctx.withdrawals.watch(turn.trigger.id);
  const typing = keepTyping(turn.trigger.place.channelId, ctx);
  try {
    const [scene, question] = await Promise.all([enrich(turn, speaker, ctx), embedQuestion(turn, ctx)]);
    const memories = await recall(turn, scene, question?.embedding ?? null, ctx);
    const words = await speak(turn, scene, memories, ctx, AbortSignal.any([turn.signal, withdrawal.signal]));
    return { ...words, usage: [...(question === null ? [] : [question.usage]), ...words.usage] };
  } catch (error) {
    withdrawal.signal.throwIfAborted();
    throw error;
  } finally {
    typing.stop();
    withdrawal.release();
  }
}
