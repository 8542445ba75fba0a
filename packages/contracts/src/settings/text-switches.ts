import { z } from 'zod';

/** Ready changes of every reply, each a setting of the same name. */
export const TextSwitches = z.object({
  noAsterisks: z.boolean(),
  noEmoji: z.boolean(),
  shortParagraphs: z.boolean(),
  noStatusBlocks: z.boolean(),
});
export type TextSwitches = z.infer<typeof TextSwitches>;
