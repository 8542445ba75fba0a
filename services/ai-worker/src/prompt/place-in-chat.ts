import type { Insertion, Piece } from './section.ts';
import { findLandmark } from './timeline.ts';

export interface PromptMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** A piece that stands at a depth. */
export interface InsertedPiece extends Piece {
  zone: Insertion;
}

/** Up to here a piece stands exactly as deep as it asks to, and moves down with every line that is said. */
const EXACT_DEPTH = 8;
/** A deeper one keeps its place for several turns, until it would be deeper than asked by more than this share. */
const FURTHER_DEPTH_SHARE = 1 / 2;
/** From top to bottom where several stand at one depth: the nearest to the reply weighs most. */
const ROLES: readonly Insertion['role'][] = ['assistant', 'user', 'system'];

/**
 * The lines of the chat with the last message, and what is inserted at its depth. Deeper than the chat is long means
 * above its first line.
 */
export function placeInChat(
  lines: readonly Piece[],
  last: PromptMessage,
  inserted: readonly InsertedPiece[],
): PromptMessage[] {
  const chat = [...lines.map(({ role, text }): PromptMessage => ({ role: role ?? 'user', content: text })), last];
  const places = inserted
    .map(({ text, zone }) => ({ ...zone, content: text, before: placeOf(zone, lines) }))
    .toSorted((a, b) => b.chat - a.chat || ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
  const insertedBefore = (index: number): PromptMessage[] =>
    places.filter(({ before }) => before === index).map(({ role, content }) => ({ role, content }));
  return [...chat.flatMap((message, index) => [...insertedBefore(index), message]), ...insertedBefore(chat.length)];
}

/** The index in the chat before which a piece stands: above its message, or so that as many messages are below it as it asks. */
function placeOf({ chat: depth, above }: Insertion, lines: readonly Piece[]): number {
  if (above !== undefined)
    return Math.max(
      0,
      lines.findIndex(({ messageIds }) => messageIds?.includes(above)),
    );
  const length = lines.length + 1;
  const exact = Math.max(0, length - depth);
  if (depth <= EXACT_DEPTH || exact === 0) return exact;
  // A vendor's cache ends where the piece stood a turn ago, so a deep one that moved with every line would cost all below it.
  const from = Math.max(0, length - Math.floor(depth * (1 + FURTHER_DEPTH_SHARE)));
  return findLandmark(landmarksOf(lines), { from, to: exact });
}

export const landmarksOf = (lines: readonly Piece[]) =>
  lines.map(({ messageIds, text }) => ({ at: messageIds?.[0] ?? text }));
