import { findVendor, type OpenTurn, type UsageFacts, vectorSpaceOf } from '@tzurot/contracts';

import type { WorkerContext } from '../context.ts';
import { findKey } from './find-key.ts';

interface Embedder {
  provider: string;
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
 * @throws ProviderError; `cancelled` (AppError) when `signal` aborts
 */
export async function embedTexts(
  texts: readonly string[],
  { provider: id, space, payer }: Embedder,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
  ctx: WorkerContext,
): Promise<EmbeddedTexts | null> {
  const provider = ctx.providers.get(id);
  const embedding = findVendor(id)?.embedding;
  // A gateway of another version may know other models.
  if (!provider?.embed || !embedding || vectorSpaceOf(id) !== space) return null;
  const startedAtMs = performance.now();
  const tookMs = () => Math.round(performance.now() - startedAtMs);
  const key = await findKey({ payer }, provider, ctx);
  const { model, dimensions } = embedding;
  const { vectors, usage } = await provider.embed({
    model,
    dimensions,
    texts,
    key,
    timeoutMs: Math.max(1, timeoutMs - tookMs()),
    signal,
  });
  return {
    vectors,
    usage: { provider: id, model, payer: payer.kind, ...usage, tookMs: tookMs(), outcome: 'answered', dropped: [] },
  };
}
