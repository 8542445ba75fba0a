import {
  embedMemories,
  listUnembedded,
  MAX_EMBEDDED_AT_ONCE,
  recordUsage,
  storeVectors,
  type UsageFacts,
} from '@tzurot/contracts';
import { AppError, handleJob } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import { embedTexts } from '../turns/embed-texts.ts';
import { VendorError } from '../vendors/index.ts';

const TIMEOUT_MS = 15_000;
/** What a person said before they had a vendor that makes vectors is caught up with in steps. */
const MAX_BATCHES = 3;

export const embedMemoriesJob = handleJob(embedMemories, async ({ turnId }, ctx: WorkerContext, { signal, log }) => {
  let stored = 0;
  try {
    for (let batch = 1; batch <= MAX_BATCHES; batch += 1) {
      const { kept, isLast } = await embedBatch(turnId, signal, ctx);
      stored += kept;
      if (isLast) break;
    }
  } catch (error) {
    const isExpected =
      error instanceof VendorError ||
      (error instanceof AppError && (error.code === 'not-found' || error.code === 'limit-reached'));
    if (!isExpected) throw error;
    log.info({ err: error, turnId }, 'memories not embedded');
  }
  return { stored };
});

async function embedBatch(
  turnId: string,
  signal: AbortSignal,
  ctx: WorkerContext,
): Promise<{ kept: number; isLast: boolean }> {
  const params = { turnId };
  const { embedder, exchanges } = await ctx.gateway.call(listUnembedded, { params });
  if (embedder === null || exchanges.length === 0) return { kept: 0, isLast: true };
  const texts = exchanges.map(({ text }) => text);
  const spent: UsageFacts[] = [];
  const spend = (usage: UsageFacts) => void spent.push(usage);
  let embedded: number[][] | null;
  try {
    embedded = await embedTexts(texts, embedder, { timeoutMs: TIMEOUT_MS, signal, spend }, ctx);
  } catch (error) {
    if (spent.length > 0) await ctx.gateway.call(recordUsage, { body: { spentOn: params, calls: spent } });
    throw error;
  }
  const [usage] = spent;
  if (embedded === null || usage === undefined) return { kept: 0, isLast: true };
  const vectors = exchanges.map(({ exchangeId, memories }, index) => ({
    exchangeId,
    memories,
    vector: embedded[index] ?? [],
  }));
  const body = { space: embedder.space, vectors, usage };
  const { stored } = await ctx.gateway.call(storeVectors, { params, body });
  return { kept: stored, isLast: stored === 0 || exchanges.length < MAX_EMBEDDED_AT_ONCE };
}
