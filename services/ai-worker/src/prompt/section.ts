import type { PromptScene } from './prompt-scene.ts';

/** Where a section's text goes: the system message, the chat, the fenced block of the last message, or that message itself. */
export type Zone = 'system' | 'chat' | 'context' | 'message';

/** The smallest text that is kept or dropped as a whole. */
export interface Piece {
  text: string;
  /** In the chat: who speaks. */
  role?: 'assistant' | 'user';
  /** In the chat: the Discord messages that carry it. */
  messageIds?: readonly string[];
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
