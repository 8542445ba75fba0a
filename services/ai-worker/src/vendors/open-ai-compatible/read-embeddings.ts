import { z } from 'zod';

import type { Embeddings } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';

/** What we read of an answer. Source: OpenAI API reference, "Create embeddings"; OpenRouter adds `usage.cost`. */
const Answer = z.object({
  data: z.array(z.object({ index: z.number().int().nonnegative(), embedding: z.array(z.number()) })),
  usage: z
    .object({ prompt_tokens: z.number().int().nonnegative(), cost: z.number().nonnegative().nullish() })
    .nullish(),
});

/** @throws VendorError `down` for an answer that lacks a vector, or has one of another length */
export function readEmbeddings(
  vendor: { id: string },
  answer: unknown,
  { count, dimensions }: { count: number; dimensions: number },
): Embeddings {
  const { data, success } = Answer.safeParse(answer);
  if (!success) throw new VendorError(vendor.id, 'down', 'the answer is no list of vectors');
  const byIndex = new Map(data.data.map(({ index, embedding }) => [index, embedding]));
  const vectors = Array.from({ length: count }, (_, index) => byIndex.get(index) ?? []);
  if (vectors.some((vector) => vector.length !== dimensions))
    throw new VendorError(vendor.id, 'down', 'a vector is missing, or has another length than asked for');
  return {
    vectors,
    usage: {
      promptTokens: data.usage?.prompt_tokens ?? 0,
      cachedTokens: 0,
      completionTokens: 0,
      reasoningTokens: 0,
      costUsd: data.usage?.cost ?? null,
    },
  };
}
