import type { LanguageModelV4Prompt } from '@ai-sdk/provider';

import type { ChatMessage, ContentPart } from '../vendor.ts';

type Said = Extract<LanguageModelV4Prompt[number], { role: 'user' | 'assistant' }>;
type Part = Extract<LanguageModelV4Prompt[number], { role: 'user' }>['content'][number];

/**
 * The messages as Gemini wants them: system texts at the head apart, then people and character by turns, a person first.
 * What the prompt says as `system` in the middle of the chat is said by the user's side: Gemini has no such role there.
 */
export function writePrompt(messages: readonly ChatMessage[]): LanguageModelV4Prompt {
  const headLength = messages.findIndex(({ role }) => role !== 'system');
  const head = messages.slice(0, headLength < 0 ? messages.length : headLength);
  const system = head.flatMap(({ content }) =>
    toParts(content).flatMap((part) => (part.type === 'text' ? [part.text] : [])),
  );
  const prompt: LanguageModelV4Prompt = system.map((content) => ({ role: 'system', content }));
  let last: Said | null = null;
  const say = (role: Said['role'], parts: Part[]) => {
    if (last?.role === role) {
      (last.content as Part[]).push(...parts);
      return;
    }
    last = { role, content: parts } as Said;
    prompt.push(last);
  };
  for (const { role, content } of messages.slice(head.length)) {
    const parts = toParts(content);
    if (parts.length === 0) continue;
    if (last === null && role === 'assistant') say('user', [{ type: 'text', text: '…' }]);
    say(role === 'assistant' ? 'assistant' : 'user', parts);
  }
  // A request has to end with a person.
  if (last === null || (last as Said).role === 'assistant') say('user', [{ type: 'text', text: '…' }]);
  return prompt;
}

function toParts(content: ChatMessage['content']): Part[] {
  const parts: readonly ContentPart[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  return parts.flatMap((part): Part[] => {
    if (part.type === 'text') return part.text.trim() === '' ? [] : [{ type: 'text', text: part.text }];
    return [{ type: 'file', mediaType: part.mediaType, data: { type: 'data', data: part.base64 } }];
  });
}
