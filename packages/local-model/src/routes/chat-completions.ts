import { setTimeout as sleep } from 'node:timers/promises';
import { type ChatRequest, parseChatRequest } from '../chat-request.ts';
import { composeCompletion } from '../compose-completion.ts';
import { countTokens } from '../count-tokens.ts';
import type { Exchange } from '../exchange.ts';
import { findModel, isEmbeddingModel } from '../models/index.ts';
import type { Performance } from '../models/local-model.ts';
import { renderPrompt } from '../render-prompt.ts';
import { VendorFailure } from '../vendor-failure.ts';
import type { Completion, Delta, Frame, VendorShape } from '../vendors/vendor-shape.ts';
import type { Route, RouteCall } from './route.ts';

export const chatCompletions: Route = {
  method: 'POST',
  path: /^\/chat\/completions$/,
  vendors: ['openai', 'openrouter'],

  async handle(call) {
    const request = parseChatRequest(call.body);
    await answerChat(call, request, {
      isStreamed: request.stream ?? false,
      includeUsage: request.stream_options?.include_usage ?? false,
    });
  },
};

interface AnswerOptions {
  isStreamed: boolean;
  includeUsage: boolean;
  /** How much of the prompt may come from the cache, where the vendor wants it marked; all of it otherwise. */
  maxCachedTokens?: number;
}

/** Performs a request that was read from any vendor's dialect, and answers in that vendor's shape. */
export async function answerChat(
  { exchange, shape, keySha256, memory }: Pick<RouteCall, 'exchange' | 'shape' | 'keySha256' | 'memory'>,
  request: ChatRequest,
  { isStreamed, includeUsage, maxCachedTokens = Number.POSITIVE_INFINITY }: AnswerOptions,
): Promise<void> {
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
    cachedTokens: Math.min(countTokens(prompt.slice(0, cachedChars)), maxCachedTokens),
  });

  exchange.pieceBytes = performance.pieceBytes ?? null;
  if (isStreamed) return await streamCompletion(exchange, shape, { completion, performance, includeUsage });
  if (performance.lateFailure) throw performance.lateFailure;
  if (performance.cut) return exchange.cutJson(shape.completion(completion));
  exchange.sendJson(200, shape.completion(completion));
}

function unknownModel(model: string): VendorFailure {
  const hint = isEmbeddingModel(model) ? 'it embeds and does not chat' : 'GET /v1/models lists those that are here';
  return new VendorFailure(404, `The model '${model}' does not exist: ${hint}.`, { param: 'model' });
}

async function streamCompletion(
  exchange: Exchange,
  { stream }: VendorShape,
  answer: { completion: Completion; performance: Performance; includeUsage: boolean },
): Promise<void> {
  const { completion, performance, includeUsage } = answer;
  const { pauseMs = 0, cut = false, malformed = false, lateFailure } = performance;
  const breaksOff = cut || malformed || lateFailure !== undefined;
  const all = splitIntoDeltas(completion);
  const deltas = breaksOff ? all.slice(0, Math.ceil(all.length / 2)) : all;
  const sendAll = (frames: readonly Frame[]) => frames.forEach((frame) => exchange.sendFrame(frame));
  const send = (delta: Delta) => sendAll(stream.piece(completion, delta, { includeUsage }));

  const begin = () => {
    exchange.startStream();
    sendAll(stream.begin(completion));
  };
  const end = () => {
    if (malformed) exchange.sendText('data: {"choices": [{"delta": {"content"\n\n');
    else if (lateFailure) sendAll(stream.breakOff(completion, lateFailure));
    else if (cut) return exchange.cutConnection();
    else sendAll(stream.end(completion, { includeUsage }));
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
    const frames = stream.piece(completion, delta, { includeUsage });
    if (frames.length === 0) continue;
    sendAll(frames);
    await sleep(pauseMs, undefined, { signal: exchange.signal });
  }
  end();
}

/** A few words at a time, none lost: joined, the pieces are the text. */
function splitIntoDeltas({ text, reasoning, toolCall }: Completion): Delta[] {
  return [
    { kind: 'start' },
    ...splitWords(reasoning ?? '').map((piece): Delta => ({ kind: 'reasoning', text: piece })),
    ...(reasoning === null ? [] : [{ kind: 'end-of-reasoning' } as const]),
    ...splitWords(text).map((piece): Delta => ({ kind: 'text', text: piece })),
    ...(toolCall ? [{ kind: 'tool_call', call: toolCall } as const] : []),
    { kind: 'finish' },
  ];
}

function splitWords(text: string): string[] {
  return text.match(/(?:\s*\S+){1,4}\s*|\s+/g) ?? [];
}
