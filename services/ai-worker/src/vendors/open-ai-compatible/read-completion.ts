import { z } from 'zod';

import type { Completion, TokenUsage } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import { explainRefusal, readFailure } from './explain-failure.ts';

const count = z.number().int().nonnegative().nullish().catch(null);

const Usage = z
  .object({
    prompt_tokens: count,
    completion_tokens: count,
    prompt_tokens_details: z.object({ cached_tokens: count }).nullish().catch(null),
    completion_tokens_details: z.object({ reasoning_tokens: count }).nullish().catch(null),
    /** OpenRouter, "Usage accounting". */
    cost: z.number().nonnegative().nullish().catch(null),
  })
  .nullish()
  .catch(null);

/** What is read of an answer; vendors add fields and leave some out. */
const Answer = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }).nullish(),
        finish_reason: z.string().nullish(),
        /** OpenRouter: the vendor behind it failed after it had begun. */
        error: z.unknown().optional(),
      }),
    )
    .default([]),
  usage: Usage,
  /** OpenRouter: an error under a successful status. */
  error: z.unknown().optional(),
});

/** @throws VendorError when the answer holds no text */
export function readCompletion(vendor: { id: string }, answer: unknown): Omit<Completion, 'dropped'> {
  const parsed = Answer.safeParse(answer);
  if (!parsed.success) throw new VendorError(vendor.id, 'down', 'the answer cannot be read', { cause: parsed.error });
  const [choice] = parsed.data.choices;
  const usage = readUsage(parsed.data.usage);
  const text = choice?.message?.content ?? '';

  const failure = parsed.data.error ?? choice?.error;
  if (failure !== undefined && failure !== null) throw explainRefusal(vendor, readFailure(statusOf(failure), failure));
  if (text.trim() !== '') return { text, isCutOff: choice?.finish_reason === 'length', usage };
  const isRefused = choice?.finish_reason === 'content_filter' || Boolean(choice?.message?.refusal);
  throw isRefused
    ? new VendorError(vendor.id, 'refused', 'the model declined to answer', { usage })
    : new VendorError(vendor.id, 'empty', 'the answer has no text', { usage });
}

function readUsage(usage: z.output<typeof Usage>): TokenUsage {
  return {
    promptTokens: usage?.prompt_tokens ?? 0,
    cachedTokens: usage?.prompt_tokens_details?.cached_tokens ?? 0,
    completionTokens: usage?.completion_tokens ?? 0,
    reasoningTokens: usage?.completion_tokens_details?.reasoning_tokens ?? 0,
    costUsd: usage?.cost ?? null,
  };
}

function statusOf(failure: unknown): number {
  const code = typeof failure === 'object' && failure !== null && 'code' in failure ? Number(failure.code) : Number.NaN;
  return Number.isInteger(code) && code >= 400 && code < 600 ? code : 502;
}
