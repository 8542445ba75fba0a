import type { Step } from '../step.ts';

/** Signs that are shown as pictures, with what joins and colours them, and Discord's own; digits and signs of writing stay. */
const EMOJI =
  /<a?:\w{2,32}:\d{17,20}>|[\p{Emoji_Presentation}\p{Extended_Pictographic}](?:\p{Emoji_Modifier}|\uFE0F|\u200D[\p{Emoji_Presentation}\p{Extended_Pictographic}])*/gu;

/** Replies without emoji. */
export const emoji: Step = {
  id: 'emoji',
  clean(text, { switches }, isWhole) {
    if (!switches.noEmoji) return text;
    // What is joined to an emoji, or closes a sign of Discord's, may still come on this line.
    const end = isWhole ? text.length : text.lastIndexOf('\n') + 1;
    return text.slice(0, end).replaceAll(EMOJI, '');
  },
};
