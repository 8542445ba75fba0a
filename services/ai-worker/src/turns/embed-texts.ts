import { type OpenTurn, type UsageFacts, vectorSpaceOf } from '@tzurot/contracts';

import type { WorkerContext } from '../context.ts';
import { embedWith } from '../vendors/index.ts';
import { findKey } from './find-key.ts';

interface Embedder {
  vendor: string;
  /** In which the vectors are wanted. */
  space: string;
  payer: OpenTurn['payer'];
}

interface EmbeddedTexts {
  /** One per text, in their order. */
  vectors: number[][];
  usage: UsageFacts;
}

/**
 * Has texts turned into vectors by a vendor, with the key of whoever pays.
 * @returns null when this worker makes no vectors of that space
 * @throws VendorError; `cancelled` (AppError) when `signal` aborts
 */
export async function embedTexts(
  texts: readonly string[],
  { vendor: id, space, payer }: Embedder,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
  ctx: WorkerContext,
): Promise<EmbeddedTexts | null> {
  const vendor = ctx.vendors.get(id);
  const embedding = vendor?.embedding;
  // A gateway of another version may know other models.
  if (!vendor?.embed || !embedding || vectorSpaceOf(vendor) !== space) return null;
  const startedAtMs = performance.now();
  const tookMs = () => Math.round(performance.now() - startedAtMs);
  const access = await findKey({ payer }, vendor, ctx);
  const { model, dimensions } = embedding;
  const { vectors, usage } = await embedWith(
    vendor,
    { ...access, model, dimensions, texts },
    { timeoutMs: Math.max(1, timeoutMs - tookMs()), signal },
  );
  return {
    vectors,
    usage: { vendor: id, model, payer: payer.kind, ...usage, tookMs: tookMs(), outcome: 'answered', dropped: [] },
  };
}
