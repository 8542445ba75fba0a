import { hash } from 'node:crypto';

import { escapeInline } from './escape-text.ts';
import { rememberTexts } from './remember-texts.ts';

/** Without letters and digits that are mistaken for one another. */
const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz';
const LABEL_LENGTH = 4;

/**
 * Four letters that stand for a person: the same in every prompt, so that people of one name are told
 * apart and a renamed one is recognised, and never Discord's id, which models leak and nobody can read.
 */
export const personLabel = rememberTexts((personId) => {
  const bytes = hash('sha256', personId, 'buffer');
  return Array.from({ length: LABEL_LENGTH }, (_, index) => LETTERS[(bytes[index] ?? 0) % LETTERS.length]).join('');
});

/** The line above everything that somebody other than the character says. */
export function header(name: string, label: string): string {
  return `${escapeInline(name) || 'Somebody'} (${label}):`;
}
