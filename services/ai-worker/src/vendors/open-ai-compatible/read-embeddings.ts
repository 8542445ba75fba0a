import { z } from 'zod';

import { NO_USAGE } from '../count-usage.ts';
import type { Embeddings } from '../vendor.ts';
import { VendorFailure } from '../vendor-failure.ts';

/** What we read of an answer. Source: OpenAI API reference, "Create embeddings"; OpenRouter adds `usage.cost`. */
const Answer = z.object({
  data: z.array(z.object({ index: z.number().int().nonnegative(), embedding: z.array(z.number()) })),
  usage: z.object({ prompt_tokens: z.number().nonnegative(), cost: z.number().nonnegative().nullish() }).nullish(),
});

/** @throws VendorFailure `unreadable` for an answer that lacks a vector, or has one of another length */
export function readEmbeddings(
  answer: unknown,
  { count, dimensions }: { count: number; dimensions: number },
): Embeddings {
  const { data, success } = Answer.safeParse(answer);
  if (!success) throw new VendorFailure({ kind: 'unreadable' });
  const byIndex = new Map(data.data.map(({ index, embedding }) => [index, embedding]));
  const vectors = Array.from({ length: count }, (_, index) => byIndex.get(index) ?? []);
  if (vectors.some((vector) => vector.length !== dimensions)) throw new VendorFailure({ kind: 'unreadable' });
  return {
    vectors,
    usage: { ...NO_USAGE, promptTokens: data.usage?.prompt_tokens ?? 0, costUsd: data.usage?.cost ?? null },
  };
}
