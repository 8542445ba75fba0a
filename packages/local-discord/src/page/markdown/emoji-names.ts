import { gemoji, nameToEmoji } from 'gemoji';
import type { NamedEmoji } from '../state/completions.ts';

/** All emoji of Unicode with their names, in the order of Unicode's own list, with their groups. */
export const namedEmoji: readonly (NamedEmoji & { category: string })[] = gemoji;

export const emojiByName = (name: string): string | undefined =>
  Object.hasOwn(nameToEmoji, name) ? nameToEmoji[name] : undefined;
