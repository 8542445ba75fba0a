import { type OpenTurn, type UsageFacts, vectorSpaceOf } from '@tzurot/contracts';

import type { WorkerContext } from '../context.ts';
import { embedWith, VendorError } from '../vendors/index.ts';
import { findKey } from './find-key.ts';
import { usageOf } from './spend.ts';

interface Embedder {
  vendor: string;
  /** In which the vectors are wanted. */
  space: string;
  payer: OpenTurn['payer'];
}

/**
 * Has texts turned into vectors by a vendor, with the key of whoever pays.
 * @returns one vector per text, in their order; null when this worker makes none of that space
 * @throws VendorError; `cancelled` (AppError) when `signal` aborts
 */
export async function embedTexts(
  texts: readonly string[],
  { vendor: id, space, payer }: Embedder,
  {
    timeoutMs,
    signal,
    spend,
  }: {
    timeoutMs: number;
    signal: AbortSignal;
    /** Told what the call cost, whether it gave anything or not. */
    spend: (usage: UsageFacts) => void;
  },
  ctx: WorkerContext,
): Promise<number[][] | null> {
  const vendor = ctx.vendors.get(id);
  const embedding = vendor?.embedding;
  // A gateway of another version may know other models.
  if (!vendor?.embed || !embedding || vectorSpaceOf(vendor) !== space) return null;
  const startedAtMs = performance.now();
  const { model, dimensions } = embedding;
  const call = { vendor: id, model, payer: payer.kind };
  try {
    const access = await findKey({ payer }, vendor, ctx);
    const leftMs = Math.max(1, timeoutMs - Math.round(performance.now() - startedAtMs));
    const request = { ...access, model, dimensions, texts };
    const { vectors, usage } = await embedWith(vendor, request, { timeoutMs: leftMs, signal });
    const paid = usageOf({ ...call, outcome: 'answered' }, usage, startedAtMs);
    ctx.counts.called(paid, null);
    spend(paid);
    return vectors;
  } catch (error) {
    if (error instanceof VendorError) {
      const paid = usageOf({ ...call, outcome: 'failed' }, error.usage, startedAtMs);
      ctx.counts.called(paid, error.problem);
      spend(paid);
    }
    throw error;
  }
}
