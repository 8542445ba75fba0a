import { gemoji, nameToEmoji } from 'gemoji';

/** An emoji of Unicode with the names it can be written by. */
export interface NamedEmoji {
  emoji: string;
  names: readonly string[];
  tags: readonly string[];
}

/** All emoji of Unicode with their names, in the order of Unicode's own list, with their groups. */
export const namedEmoji: readonly (NamedEmoji & { category: string })[] = gemoji;

export const emojiByName = (name: string): string | undefined =>
  Object.hasOwn(nameToEmoji, name) ? nameToEmoji[name] : undefined;
