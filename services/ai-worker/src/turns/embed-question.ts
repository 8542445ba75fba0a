import { type Embedding, type UsageFacts, vectorSpaceOf } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import { embedTexts } from './embed-texts.ts';
import { writeQuery } from './recall.ts';
import type { Turn } from './turn.ts';

/** So long a turn waits for its question's vector; after that, words alone have to find what is remembered. */
const TIMEOUT_MS = 250;

/** The question as a vector, when there is something to compare it with. Null as well when the vendor fails or is slow. */
export async function embedQuestion(turn: Turn, ctx: WorkerContext): Promise<Embedding | null> {
  const { vectorSpace: space, payer, preset, memoryTokens, signal, log } = turn;
  const query = writeQuery(turn);
  if (space === null || memoryTokens === 0 || query === '') return null;
  try {
    // Who makes vectors here for everybody is paid by nobody.
    const own = ctx.vendors.get(preset.vendor);
    const isOwn = own !== undefined && vectorSpaceOf(own) === space;
    const other = [...ctx.vendors.values()].find((vendor) => vendor.makesOnlyVectors);
    const embedder = isOwn
      ? { vendor: preset.vendor, space, payer }
      : { vendor: other?.id ?? preset.vendor, space, payer: { kind: 'free' as const } };
    const spend = (usage: UsageFacts) => void turn.spent.push(usage);
    const vectors = await embedTexts([query], embedder, { timeoutMs: TIMEOUT_MS, signal, spend }, ctx);
    const vector = vectors?.[0];
    return vector === undefined ? null : { space, vector };
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError)) throw error;
    log.info({ err: error }, 'question not embedded');
    return null;
  }
}
