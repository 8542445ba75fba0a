import type { MessageParam, TextBlockParam } from '@anthropic-ai/sdk/resources/messages';

import type { ChatMessage, ContentPart } from '../vendor.ts';

type Block = Exclude<MessageParam['content'], string>[number];

/** Below this Anthropic caches nothing, whatever is marked. Source: Anthropic, "Prompt caching", the smallest of its minimums. */
const MIN_CACHED_CHARACTERS = 1_024 * 3;
const MARK = { cache_control: { type: 'ephemeral' } } as const;

interface Prompt {
  system?: TextBlockParam[];
  messages: MessageParam[];
}

/**
 * The messages as Anthropic wants them: system texts at the head apart, then people and character by turns, a person
 * first, no block empty. Two marks say up to where the prompt will be the same next time: the end of the system texts,
 * which every talk with the character shares, and the end of the history, behind which the newest message stands.
 */
export function writePrompt(messages: readonly ChatMessage[]): Prompt {
  const headLength = messages.findIndex(({ role }) => role !== 'system');
  const head = messages.slice(0, headLength < 0 ? messages.length : headLength);
  const system = head.flatMap(({ content }) => toBlocks(content).filter((block) => block.type === 'text'));
  const turns = byTurns(messages.slice(head.length));
  const history = turns.slice(0, -1).at(-1);
  mark(system, lengthOf(system));
  if (history !== undefined) mark(history.content, lengthOf(system) + lengthOf(turns.slice(0, -1).flatMap(contentOf)));
  return { ...(system.length > 0 && { system }), messages: turns };
}

interface Turn {
  role: 'user' | 'assistant';
  content: Block[];
}

const contentOf = ({ content }: Turn): Block[] => content;

/** What the prompt says as `system` in the middle of the chat is said by the user's side: Anthropic has no such role there. */
function byTurns(messages: readonly ChatMessage[]): Turn[] {
  const turns: Turn[] = [];
  for (const { role, content } of messages) {
    const blocks = toBlocks(content);
    if (blocks.length === 0) continue;
    const side = role === 'assistant' ? 'assistant' : 'user';
    const last = turns.at(-1);
    if (last?.role === side) last.content.push(...blocks);
    else turns.push({ role: side, content: blocks });
  }
  if (turns[0]?.role !== 'user') turns.unshift({ role: 'user', content: [{ type: 'text', text: '…' }] });
  // A last line of the character would be continued word by word, and newer models refuse that.
  if (turns.at(-1)?.role === 'assistant') turns.push({ role: 'user', content: [{ type: 'text', text: '…' }] });
  return turns;
}

function toBlocks(content: ChatMessage['content']): Block[] {
  const parts: readonly ContentPart[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  return parts.flatMap((part): Block[] => {
    if (part.type === 'text') return part.text.trim() === '' ? [] : [{ type: 'text', text: part.text }];
    const { mediaType, base64: data } = part;
    return isTaken(mediaType) ? [{ type: 'image', source: { type: 'base64', media_type: mediaType, data } }] : [];
  });
}

const TAKEN = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'] as const;

function isTaken(mediaType: string): mediaType is (typeof TAKEN)[number] {
  return TAKEN.some((taken) => taken === mediaType);
}

function lengthOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + (block.type === 'text' ? block.text.length : 0), 0);
}

/** A mark on too short a beginning would only use up one of the four. */
function mark(blocks: Block[], lengthSoFar: number): void {
  const last = blocks.at(-1);
  if (last !== undefined && lengthSoFar >= MIN_CACHED_CHARACTERS) Object.assign(last, MARK);
}
