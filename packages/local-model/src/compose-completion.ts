import type { ChatRequest } from './chat-request.ts';
import { countTokens, cutToTokens } from './count-tokens.ts';
import { fillSchema } from './fill-schema.ts';
import type { Performance } from './models/local-model.ts';
import type { FinishReason } from './token-use.ts';
import type { Completion, ToolCall } from './vendors/vendor-shape.ts';

/** What the request's limits and forms leave of a performance, counted. */
export function composeCompletion(
  request: ChatRequest,
  performance: Performance,
  facts: { number: number; promptTokens: number; cachedTokens: number },
): Completion {
  const toolCall = callForcedTool(request, performance.text, facts.number);
  const whole = toolCall ? '' : putInForm(request, performance.text);
  const { text, finishReason } = limitText(request, whole);
  const reasoning = performance.reasoning ?? null;
  const reasoningTokens = countTokens(reasoning ?? '');
  return {
    number: facts.number,
    createdAt: Math.floor(Date.now() / 1_000),
    model: request.model,
    text,
    reasoning,
    toolCall,
    finishReason: toolCall ? 'tool_calls' : (performance.finishReason ?? finishReason),
    asParts: performance.asParts ?? false,
    use: {
      promptTokens: facts.promptTokens,
      cachedTokens: facts.cachedTokens,
      completionTokens: countTokens(text) + countTokens(toolCall?.arguments ?? '') + reasoningTokens,
      reasoningTokens,
      ...performance.use,
    },
  };
}

/** Tools are only called when the request leaves no choice; otherwise the model answers in words. */
function callForcedTool(request: ChatRequest, text: string, number: number): ToolCall | null {
  const choice = request.tool_choice;
  if (choice === 'required' || (typeof choice === 'object' && choice !== null)) {
    const wanted = typeof choice === 'object' ? choice.function.name : undefined;
    const tool = request.tools?.find((each) => wanted === undefined || each.function.name === wanted);
    if (!tool) return null;
    return {
      id: `call_local_${number}`,
      name: tool.function.name,
      arguments: JSON.stringify(fillSchema({ type: 'object', ...tool.function.parameters }, text)),
    };
  }
  return null;
}

function putInForm(request: ChatRequest, text: string): string {
  const form = request.response_format;
  if (form?.type === 'json_object') return JSON.stringify({ text });
  if (form?.type === 'json_schema') return JSON.stringify(fillSchema(form.json_schema.schema ?? {}, text));
  return text;
}

function limitText(request: ChatRequest, whole: string): { text: string; finishReason: FinishReason } {
  const stopped = cutAtStop(whole, request.stop);
  const maxTokens = request.max_completion_tokens ?? request.max_tokens;
  const text = maxTokens ? cutToTokens(stopped, maxTokens) : stopped;
  return { text, finishReason: text.length < stopped.length ? 'length' : 'stop' };
}

function cutAtStop(text: string, stop: ChatRequest['stop']): string {
  const ends = [stop ?? []]
    .flat()
    .filter((sequence) => sequence !== '')
    .map((sequence) => text.indexOf(sequence))
    .filter((index) => index >= 0);
  return text.slice(0, Math.min(text.length, ...ends));
}
