import { type ChatMessage, type ChatRequest, countAttachments, readLastText, readText } from '../chat-request.ts';

/** What `local/story` understood of a prompt. */
export interface ReadScene {
  /** From the first system line `You are <Name>.`; null when there is none. */
  characterName: string | null;
  /** From the header `Ada (ada):` of the last user message; null when there is none. */
  speakerName: string | null;
  /** The last user message without its context block and header. */
  said: string;
  /** Pictures, audio and files in the last user message. */
  attachmentCount: number;
  /** User and assistant messages before the last user message. */
  earlierCount: number;
  /** What the card lets the character say: its greeting before anybody spoke, and its lines in the examples. */
  greeting: string | null;
  examples: string[];
  /** List items below a heading (or inside a tag) that speaks of memories, in the context block. */
  memoryCount: number;
}

/** Reads a chat the way the bot's prompt is laid out, and makes do with any other. */
export function readScene(request: ChatRequest): ReadScene {
  const talk = request.messages.filter(({ role }) => role === 'user' || role === 'assistant');
  const lastIndex = talk.findLastIndex(({ role }) => role === 'user');
  const last = talk[lastIndex];
  const { context, rest } = splitContext(last ? readLastText(last) : '');
  const { speakerName, said } = splitHeader(rest);
  const characterName = findCharacterName(request.messages);
  const [first] = talk;
  return {
    characterName,
    greeting: first?.role === 'assistant' && lastIndex === 1 ? readText(first) : null,
    examples: characterName === null ? [] : findExamples(request.messages, characterName),
    speakerName,
    said,
    attachmentCount: last ? countAttachments(last) : 0,
    earlierCount: Math.max(0, lastIndex),
    memoryCount: countMemories(context),
  };
}

const WHOLE_LINE_NAME = /^You are ([^\s,;:][^\n,;:]{0,79}?)\.?[ \t]*$/m;
const FIRST_WORDS_NAME = /^You are ([^\s,.;:][^\n,.;:]{0,79})/m;

function findCharacterName(messages: readonly ChatMessage[]): string | null {
  const rules = readRules(messages);
  return WHOLE_LINE_NAME.exec(rules)?.[1] ?? FIRST_WORDS_NAME.exec(rules)?.[1]?.trim() ?? null;
}

/** Lines of the system text that begin with the name of the character, such as `Lilith: "Hush."` */
function findExamples(messages: readonly ChatMessage[], name: string): string[] {
  return readRules(messages)
    .split('\n')
    .filter((line) => line.startsWith(`${name}: `))
    .map((line) => line.slice(name.length + 2).trim());
}

function readRules(messages: readonly ChatMessage[]): string {
  return messages
    .filter(({ role }) => role === 'system' || role === 'developer')
    .map(readText)
    .join('\n');
}

/** The block that a message may begin with: between two equal code fences, or inside one tag. */
function splitContext(text: string): { context: string; rest: string } {
  const opening = /^\s*(?:(`{3,}(?!`)|~{3,}(?!~))[^\n]*\n|<([a-z][\w-]*)(?![\w-])[^>\n]*>)/i.exec(text);
  if (!opening) return { context: '', rest: text.trim() };
  const closing = opening[1] === undefined ? `</${opening[2]}>` : `\n${opening[1]}`;
  const start = opening[0].length;
  // One back: the line break that ends the opening line may also be the one before the closing fence.
  const end = text.indexOf(closing, Math.max(0, start - 1));
  if (end < 0) return { context: '', rest: text.trim() };
  return { context: text.slice(start, Math.max(start, end)), rest: text.slice(end + closing.length).trim() };
}

function splitHeader(text: string): { speakerName: string | null; said: string } {
  const header = /^([^\n]{1,80}?) \([^()\n]{1,80}\):(?:[ \t]*\n|[ \t]+|$)/.exec(text);
  if (!header) return { speakerName: null, said: text };
  return { speakerName: header[1] ?? null, said: text.slice(header[0].length).trim() };
}

function countMemories(context: string): number {
  let count = 0;
  let isAmongMemories = false;
  for (const line of context.split('\n')) {
    if (/^\s*(?:[-*•]|\d+[.)])\s/.test(line)) count += isAmongMemories ? 1 : 0;
    // A date above some of a list's items does not end the list.
    else if (line.trim() !== '' && !/^(?:\s|\d{1,2} \p{L}+ \d{4}\b)/u.test(line))
      isAmongMemories = /memor|remember/i.test(line) && !line.startsWith('</');
  }
  return count;
}
