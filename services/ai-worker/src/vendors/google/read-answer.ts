import type { LanguageModelV4FinishReason, LanguageModelV4StreamPart, LanguageModelV4Usage } from '@ai-sdk/provider';
import type { TokenUsage } from '../token-usage.ts';
import type { ChatEvent, EndReason } from '../vendor.ts';
import { VendorFailure } from '../vendor-failure.ts';
import { toFailure } from './to-failure.ts';

/**
 * An answer's parts in no dialect.
 * @throws VendorFailure `refusal` for an error in the middle, `broken` when the end is missing
 */
export async function* readAnswer(
  stream: ReadableStream<LanguageModelV4StreamPart>,
): AsyncGenerator<
  Extract<ChatEvent, { kind: 'text' | 'thought' }> | { kind: 'end'; reason: EndReason; usage: TokenUsage }
> {
  for await (const part of stream) {
    if (part.type === 'text-delta') yield { kind: 'text', text: part.delta };
    if (part.type === 'reasoning-delta') yield { kind: 'thought', text: part.delta };
    if (part.type === 'error') throw toFailure(part.error);
    if (part.type !== 'finish') continue;
    yield { kind: 'end', reason: endReason(part.finishReason), usage: readUsage(part.usage) };
    return;
  }
  throw new VendorFailure({ kind: 'broken' });
}

function endReason({ unified }: LanguageModelV4FinishReason): EndReason {
  switch (unified) {
    case 'length':
      return 'length';
    case 'content-filter':
      return 'filtered';
    case 'interrupted':
      throw new VendorFailure({ kind: 'broken' });
    case 'error':
      throw new VendorFailure({ kind: 'unreadable' });
    case 'stop':
    case 'tool-calls':
    case 'other':
      return 'stop';
  }
}

function readUsage({ inputTokens, outputTokens }: LanguageModelV4Usage): TokenUsage {
  return {
    promptTokens: inputTokens.total ?? 0,
    cachedTokens: inputTokens.cacheRead ?? 0,
    completionTokens: outputTokens.total ?? 0,
    reasoningTokens: outputTokens.reasoning ?? 0,
    costUsd: null,
  };
}
