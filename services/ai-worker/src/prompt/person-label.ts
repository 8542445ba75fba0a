import { hash } from 'node:crypto';

import { escapeInline } from './escape-text.ts';
import { rememberTexts } from './remember-texts.ts';

/** Without letters and digits that are mistaken for one another. */
const DIGITS = '23456789';
const LETTERS = `${DIGITS}abcdefghjkmnpqrstuvwxyz`;
const LABEL_LENGTH = 4;

/**
 * Four letters that stand for a person: the same in every prompt, so that people of one name are told
 * apart and a renamed one is recognised, and never Discord's id, which models leak and nobody can read. At least one is a
 * digit, so no label is a word, and people may write words in brackets.
 */
export const personLabel = rememberTexts((personId) => {
  const bytes = hash('sha256', personId, 'buffer');
  const at = (index: number, letters: string) => letters.charAt((bytes[index] ?? 0) % letters.length);
  const label = Array.from({ length: LABEL_LENGTH }, (_, index) => at(index, LETTERS)).join('');
  return /\d/.test(label) ? label : label.slice(0, -1) + at(LABEL_LENGTH, DIGITS);
});

/** The line above everything that somebody other than the character says. */
export function header(name: string, label: string): string {
  return `${escapeInline(name) || 'Somebody'} (${label}):`;
}
