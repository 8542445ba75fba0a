import { signal } from '@preact/signals';
import type { NamedEmoji } from '../markdown/all-emoji.ts';

export interface EmojiNames {
  all: readonly (NamedEmoji & { category: string })[];
  byName: (name: string) => string | undefined;
}

/** The names of all emoji, once somebody needed them; they are a file of their own. */
export const emojiNames = signal<EmojiNames | null>(null);

let loading: Promise<EmojiNames> | undefined;

export const loadEmojiNames = (): Promise<EmojiNames> => {
  loading ??= import('../markdown/all-emoji.ts').then(({ namedEmoji, emojiByName }) => {
    emojiNames.value = { all: namedEmoji, byName: emojiByName };
    return emojiNames.value;
  });
  return loading;
};
