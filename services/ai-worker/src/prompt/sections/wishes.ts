import { escapeText } from '../escape-text.ts';
import type { Section } from '../section.ts';

/** What whoever has a reply made anew wants of it: what it is to be like, or that it goes on where the standing one ends. */
export const wishes: Section = {
  id: 'wishes',
  zone: 'chat',
  priority: 97,
  yields: 'never',
  write({ draft: { hint, continues } }) {
    return [
      ...(continues === null
        ? []
        : [
            { text: continues, zone: { chat: 0, role: 'assistant' } as const },
            {
              text: 'Your last message is not finished. Write how it goes on from exactly where it ends, and repeat none of it.',
              zone: { chat: 0, role: 'system' } as const,
            },
          ]),
      ...(hint === null
        ? []
        : [
            {
              text: `Whoever reads your reply wants it to be like this: ${escapeText(hint)}`,
              zone: { chat: 0, role: 'system' } as const,
            },
          ]),
    ];
  },
};
