import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages';
import { z } from 'zod';

import { NO_USAGE } from '../count-usage.ts';
import type { TokenUsage } from '../token-usage.ts';
import type { ChatEvent, EndReason } from '../vendor.ts';
import { VendorFailure } from '../vendor-failure.ts';

const count = z.number().nonnegative().nullish().catch(null);

const Usage = z
  .object({
    input_tokens: count,
    cache_read_input_tokens: count,
    cache_creation_input_tokens: count,
    output_tokens: count,
    output_tokens_details: z.object({ thinking_tokens: count }).nullish().catch(null),
  })
  .nullish()
  .catch(null);

/** What is read of an event; there are kinds for which we have no use, and may be more. */
const Event = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message_start'), message: z.object({ usage: Usage }) }),
  z.object({
    type: z.literal('content_block_delta'),
    delta: z.object({ type: z.string(), text: z.string().nullish(), thinking: z.string().nullish() }),
  }),
  z.object({
    type: z.literal('message_delta'),
    delta: z.object({ stop_reason: z.string().nullish() }),
    usage: Usage,
  }),
]);

const READ = new Set<string>(Event.options.map((option) => option.shape.type.value));

/**
 * An answer's events in no dialect. Source: Anthropic API reference, "Streaming messages".
 * @throws VendorFailure `unreadable`, or `broken` when the end is missing
 */
export async function* readAnswer(
  answer: AsyncIterable<RawMessageStreamEvent>,
): AsyncGenerator<
  Extract<ChatEvent, { kind: 'text' | 'thought' }> | { kind: 'end'; reason: EndReason; usage: TokenUsage }
> {
  let usage = NO_USAGE;
  let stopReason: string | null = null;
  for await (const raw of answer) {
    if (!READ.has(raw.type)) continue;
    const { data: event, error } = Event.safeParse(raw);
    if (event === undefined) throw new VendorFailure({ kind: 'unreadable' }, { cause: error });
    switch (event.type) {
      case 'message_start':
        usage = readUsage(event.message.usage, usage);
        break;
      case 'content_block_delta':
        if (event.delta.thinking) yield { kind: 'thought', text: event.delta.thinking };
        if (event.delta.text) yield { kind: 'text', text: event.delta.text };
        break;
      case 'message_delta':
        usage = readUsage(event.usage, usage);
        stopReason = event.delta.stop_reason ?? stopReason;
        break;
    }
  }
  if (stopReason === null) throw new VendorFailure({ kind: 'broken' });
  yield { kind: 'end', reason: endReason(stopReason), usage };
}

function endReason(stopReason: string): EndReason {
  switch (stopReason) {
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length';
    case 'refusal':
      return 'filtered';
    default:
      return 'stop';
  }
}

/** Figures are running totals; a half of them may come without the other. */
function readUsage(usage: z.output<typeof Usage>, before: TokenUsage): TokenUsage {
  if (!usage) return before;
  const { input_tokens: fresh, cache_read_input_tokens: read, cache_creation_input_tokens: written } = usage;
  return {
    promptTokens: typeof fresh === 'number' ? fresh + (read ?? 0) + (written ?? 0) : before.promptTokens,
    cachedTokens: read ?? before.cachedTokens,
    completionTokens: usage.output_tokens ?? before.completionTokens,
    reasoningTokens: usage.output_tokens_details?.thinking_tokens ?? before.reasoningTokens,
    costUsd: null,
  };
}
