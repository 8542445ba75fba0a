import { setTimeout as sleep } from 'node:timers/promises';
import { parseChatRequest } from '../chat-request.ts';
import { composeCompletion } from '../compose-completion.ts';
import { countTokens } from '../count-tokens.ts';
import type { Exchange } from '../exchange.ts';
import { findModel, isEmbeddingModel } from '../models/index.ts';
import type { Performance } from '../models/local-model.ts';
import { renderPrompt } from '../render-prompt.ts';
import { VendorFailure } from '../vendor-failure.ts';
import type { Completion, Delta, VendorShape } from '../vendors/vendor-shape.ts';
import type { Route } from './route.ts';

export const chatCompletions: Route = {
  method: 'POST',
  path: /^\/chat\/completions$/,

  async handle({ exchange, shape, keySha256, body, memory }) {
    const request = parseChatRequest(body);
    const found = findModel(request.model);
    if (!found) throw unknownModel(request.model);

    const earlierRequests = memory.countEarlier(keySha256, request.model);
    const performance = found.model.perform({ request, argument: found.argument, earlierRequests });
    if (performance.waitMs) await sleep(performance.waitMs, undefined, { signal: exchange.signal });

    const prompt = renderPrompt(request);
    const cachedChars = memory.promptCache.take(`${keySha256} ${request.model}`, prompt);
    const completion = composeCompletion(request, performance, {
      number: memory.nextNumber(),
      promptTokens: countTokens(prompt),
      cachedTokens: countTokens(prompt.slice(0, cachedChars)),
    });

    if (request.stream) {
      const includeUsage = request.stream_options?.include_usage ?? false;
      return await streamCompletion(exchange, shape, { completion, performance, includeUsage });
    }
    if (performance.lateFailure) throw performance.lateFailure;
    if (performance.cut) return exchange.cutJson(shape.completion(completion));
    exchange.sendJson(200, shape.completion(completion));
  },
};

function unknownModel(model: string): VendorFailure {
  const hint = isEmbeddingModel(model) ? 'it embeds and does not chat' : 'GET /v1/models lists those that are here';
  return new VendorFailure(404, `The model '${model}' does not exist: ${hint}.`, { param: 'model' });
}

async function streamCompletion(
  exchange: Exchange,
  shape: VendorShape,
  answer: { completion: Completion; performance: Performance; includeUsage: boolean },
): Promise<void> {
  const { completion, performance, includeUsage } = answer;
  const { pauseMs = 0, cut = false, lateFailure } = performance;
  const breaksOff = cut || lateFailure !== undefined;
  const all = splitIntoDeltas(completion);
  const deltas = breaksOff ? all.slice(0, Math.ceil(all.length / 2)) : all;
  const send = (delta: Delta) => exchange.sendEvent(shape.chunk(completion, delta, { includeUsage }));

  const begin = () => {
    exchange.startStream();
    if (shape.streamComment !== null) exchange.sendComment(shape.streamComment);
  };
  const end = () => {
    if (lateFailure) {
      exchange.sendEvent(shape.failureChunk(completion, lateFailure));
      return exchange.breakStream();
    }
    if (cut) return exchange.cutConnection();
    const usage = shape.usageChunk(completion, { includeUsage });
    if (usage !== null) exchange.sendEvent(usage);
    exchange.endStream();
  };

  if (pauseMs === 0) {
    exchange.together(() => {
      begin();
      deltas.forEach(send);
      if (!breaksOff) end();
    });
    if (breaksOff) end();
    return;
  }
  begin();
  for (const delta of deltas) {
    send(delta);
    await sleep(pauseMs, undefined, { signal: exchange.signal });
  }
  end();
}

/** A few words at a time, none lost: joined, the pieces are the text. */
function splitIntoDeltas({ text, reasoning, toolCall }: Completion): Delta[] {
  return [
    { kind: 'start' },
    ...splitWords(reasoning ?? '').map((piece): Delta => ({ kind: 'reasoning', text: piece })),
    ...splitWords(text).map((piece): Delta => ({ kind: 'text', text: piece })),
    ...(toolCall ? [{ kind: 'tool_call', call: toolCall } as const] : []),
    { kind: 'finish' },
  ];
}

function splitWords(text: string): string[] {
  return text.match(/(?:\s*\S+){1,4}\s*|\s+/g) ?? [];
}
