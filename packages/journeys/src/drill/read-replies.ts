import { GREETING_QUOTE, isGreeting } from './greetings.ts';
import type { Reply } from './judge.ts';

/** A message of a character, as it stands in a channel. */
export interface SpokenMessage {
  messageId: string;
  character: string;
  text: string;
  /** It says why there is no reply. */
  isNotice: boolean;
}

/** How long the long replies are; several messages of Discord. */
export const LONG_CHARACTERS = 4_000;
/** What a long reply is taken to quote: `local/long` tells a story, whatever it was asked. */
export const LONG_QUOTE = '(a long story)';
/** Blanks between two messages of one reply are nowhere. */
const BLANKS_BETWEEN = 10;

interface OpenStory {
  messageId: string;
  lastPart: number;
  length: number;
}

/**
 * The replies that messages make up: `local/story` quotes what it answers in one message; `local/long` tells
 * numbered sentences in several, and only a whole story, each part of it once and in order, is a whole reply.
 * @param messages of one place, oldest first
 */
export function readReplies(messages: readonly SpokenMessage[], place: string): Reply[] {
  const replies: Reply[] = [];
  const open = new Map<string, OpenStory>();
  const add = (messageId: string, character: string, quote: string | null, isWhole = true) =>
    replies.push({ messageId, place, character, quote, isWhole });

  for (const { messageId, character, text, isNotice } of messages) {
    if (isNotice) {
      add(messageId, character, null);
      continue;
    }
    const parts = [...text.matchAll(/ tells part (\d+) of /g)].map(([, number]) => Number(number));
    const [first] = parts;
    if (first === undefined) {
      add(messageId, character, readQuote(text), !isBegunStory(text));
      continue;
    }
    const told = open.get(character);
    const isWhole = parts.every((part, index) => part === first + index);
    if (!isWhole || (first !== 1 && told?.lastPart !== first - 1)) {
      add(messageId, character, null, false);
      continue;
    }
    if (first === 1 && told !== undefined) add(told.messageId, character, null, false);
    const before = first === 1 || told === undefined ? { messageId, length: 0 } : told;
    const story = { ...before, lastPart: first + parts.length - 1, length: before.length + text.length };
    if (story.length < LONG_CHARACTERS - BLANKS_BETWEEN) open.set(character, story);
    else {
      open.delete(character);
      add(story.messageId, character, LONG_QUOTE);
    }
  }
  for (const [character, { messageId }] of open) add(messageId, character, null, false);
  return replies;
}

/** The words that `local/story` quotes, without the comma that it may have added. */
function readQuote(text: string): string | null {
  if (isGreeting(text)) return GREETING_QUOTE;
  return /"([^"]*?),?" you said\b/.exec(text)?.[1] ?? null;
}

/** `local/story` begins with what the character does, and ends with what it remembers. */
function isBegunStory(text: string): boolean {
  if (isGreeting(text)) return false;
  return text.startsWith('*') && !/ remember (?:nothing yet|\d+ things?)\.$/.test(text.trimEnd());
}
