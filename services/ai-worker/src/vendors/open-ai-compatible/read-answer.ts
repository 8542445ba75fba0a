import { z } from 'zod';

import { NO_USAGE } from '../count-usage.ts';
import type { TokenUsage } from '../token-usage.ts';
import type { ChatEvent, EndReason } from '../vendor.ts';
import { VendorFailure } from '../vendor-failure.ts';
import { readInnerRefusal } from './to-failure.ts';

const count = z.number().nonnegative().nullish().catch(null);

const Usage = z
  .object({
    prompt_tokens: count,
    completion_tokens: count,
    prompt_tokens_details: z.object({ cached_tokens: count }).nullish().catch(null),
    completion_tokens_details: z.object({ reasoning_tokens: count }).nullish().catch(null),
    /** OpenRouter, "Usage accounting". */
    cost: count,
  })
  .nullish()
  .catch(null);

/** A part of a content list: Mistral and others put thoughts among the texts. */
const Part = z.object({
  type: z.string().nullish(),
  text: z.string().nullish(),
  thinking: z
    .array(z.object({ text: z.string().nullish() }))
    .nullish()
    .catch(null),
});

const Said = z
  .object({
    content: z.union([z.string(), z.array(Part)]).nullish(),
    refusal: z.string().nullish(),
    /** OpenRouter and Ollama; DeepSeek and vLLM call it `reasoning_content`. */
    reasoning: z.string().nullish().catch(null),
    reasoning_content: z.string().nullish().catch(null),
  })
  .nullish();

/** What is read of one piece of a streamed answer, or of a whole one; vendors add fields and leave some out. */
const Piece = z.object({
  choices: z
    .array(
      z.object({
        delta: Said,
        message: Said,
        finish_reason: z.string().nullish(),
        /** OpenRouter: the host behind it failed after it had begun. */
        error: z.unknown().optional(),
      }),
    )
    .nullish(),
  usage: Usage,
  /** OpenRouter: an error under a successful status. */
  error: z.unknown().optional(),
});

type Step = Extract<ChatEvent, { kind: 'text' | 'thought' }>;

/**
 * An answer's pieces as events; texts that arrived together are one. Sources: OpenAI API reference, "Chat completion
 * chunk object"; OpenRouter, "Streaming" and "Errors".
 * @param batches as JSON
 * @throws SyntaxError for what is no JSON; VendorFailure `unreadable`, `refusal`, or `broken` when the last piece is missing
 */
export async function* readAnswer(
  batches: AsyncIterable<readonly string[]>,
): AsyncGenerator<Step | { kind: 'end'; reason: EndReason; usage: TokenUsage }> {
  let usage = NO_USAGE;
  let finishReason: string | null = null;
  let isRefused = false;
  for await (const pieces of batches) {
    const said: Step[] = [];
    try {
      for (const piece of pieces) {
        const parsed = Piece.safeParse(JSON.parse(piece));
        if (!parsed.success) throw new VendorFailure({ kind: 'unreadable' }, { cause: parsed.error });
        const choice = parsed.data.choices?.[0];
        const error = parsed.data.error ?? choice?.error;
        if (error !== undefined && error !== null) throw readInnerRefusal(error);
        if (parsed.data.usage) usage = readUsage(parsed.data.usage);
        const part = choice?.delta ?? choice?.message;
        isRefused ||= Boolean(part?.refusal);
        for (const step of readSaid(part)) append(said, step);
        finishReason = choice?.finish_reason ?? finishReason;
      }
    } catch (failure) {
      // What came before it was said all the same.
      yield* said;
      throw failure;
    }
    yield* said;
  }
  if (finishReason === null) throw new VendorFailure({ kind: 'broken' });
  if (finishReason === 'error') throw readInnerRefusal(null);
  yield { kind: 'end', reason: isRefused ? 'filtered' : endReason(finishReason), usage };
}

function append(said: Step[], { kind, text }: Step): void {
  const last = said.at(-1);
  if (last?.kind === kind) last.text += text;
  else if (text !== '') said.push({ kind, text });
}

function* readSaid(said: z.output<typeof Said>): Generator<Step> {
  const thought = said?.reasoning ?? said?.reasoning_content;
  if (thought) yield { kind: 'thought', text: thought };
  const content = said?.content ?? '';
  if (typeof content === 'string') yield { kind: 'text', text: content };
  else
    for (const { type, text: direct, thinking } of content) {
      const text = direct ?? thinking?.map((part) => part.text ?? '').join('');
      if (text) yield { kind: type === 'thinking' || type === 'reasoning' ? 'thought' : 'text', text };
    }
}

function endReason(finishReason: string): EndReason {
  switch (finishReason) {
    case 'length':
    case 'max_tokens':
      return 'length';
    case 'content_filter':
      return 'filtered';
    default:
      return 'stop';
  }
}

function readUsage(usage: NonNullable<z.output<typeof Usage>>): TokenUsage {
  return {
    promptTokens: usage.prompt_tokens ?? 0,
    cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
    completionTokens: usage.completion_tokens ?? 0,
    reasoningTokens: usage.completion_tokens_details?.reasoning_tokens ?? 0,
    costUsd: usage.cost ?? null,
  };
}
