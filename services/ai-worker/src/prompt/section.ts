import type { PromptScene } from './prompt-scene.ts';

/**
 * In the chat, as a message of its own with `chat` other messages below it: 0 stands after the last one, 1 just above it.
 * Only what was said counts, nothing that is inserted.
 */
export interface Insertion {
  chat: number;
  role: 'system' | 'user' | 'assistant';
  /** The message above which it stands while that is in the chat, and above the first line afterwards. */
  above?: string;
}

/** Where a text goes: the system message, the chat as its lines or between them, the fenced block of the last message, or that message itself. */
export type Zone = 'system' | 'chat' | Insertion | 'context' | 'message';

/** The smallest text that is kept or dropped as a whole. */
export interface Piece {
  text: string;
  /** Where it goes, when not where its section does. */
  zone?: Zone;
  /** Of the chat's lines: who speaks. */
  role?: 'assistant' | 'user';
  /** A line above it, written once above all neighbours that have the same. */
  under?: string;
  /** Where it reads among the section's pieces, where these are not written in reading order. */
  order?: number;
  /** The Discord messages that carry it. */
  messageIds?: readonly string[];
  /** The Discord messages whose words it repeats: left out when the prompt shows one of them anyway. */
  repeats?: readonly string[];
}

/** A part of the prompt. */
export interface Section {
  /** What `/inspect` and budgets call it. */
  id: string;
  zone: Zone;
  /** A line above the pieces, written only with them. */
  heading?: string;
  /** Higher gets its tokens first. */
  priority: number;
  /**
   * How it gives way when the window is full: not at all, by its last pieces, or, for the chat, by its
   * oldest in steps, so that the prompt's beginning stays the same for many turns.
   */
  yields: 'never' | 'last-pieces' | 'oldest-in-steps';
  /** @returns nothing when the scene has nothing for it */
  write(scene: PromptScene): Piece[];
}

export const zoneOf = (piece: Piece, section: Pick<Section, 'zone'>): Zone => piece.zone ?? section.zone;
