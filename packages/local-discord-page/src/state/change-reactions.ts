import type { CustomEmoji, Reaction } from '../discord/types.ts';

/** Guild emoji are the same by id, those of Unicode by themselves. */
export const isSameEmoji = (a: CustomEmoji, b: CustomEmoji): boolean =>
  a.id === null && b.id === null ? a.name === b.name : a.id === b.id;

/** The reactions after one person added (1) or took back (-1) one; a kind that nobody uses any more goes away. */
export const changeReactions = (
  reactions: readonly Reaction[],
  emoji: CustomEmoji,
  change: 1 | -1,
  isMine: boolean,
): readonly Reaction[] => {
  const present = reactions.find((reaction) => isSameEmoji(reaction.emoji, emoji));
  if (present === undefined) return change === 1 ? [...reactions, { emoji, count: 1, me: isMine }] : reactions;
  const changed: Reaction = {
    ...present,
    count: present.count + change,
    me: isMine ? change === 1 : present.me,
  };
  if (changed.count <= 0) return reactions.filter((reaction) => reaction !== present);
  return reactions.map((reaction) => (reaction === present ? changed : reaction));
};

/** How an emoji is named in a reaction's path: the character itself, or `name:id`. */
export const emojiPath = (emoji: CustomEmoji): string =>
  encodeURIComponent(emoji.id === null ? (emoji.name ?? '') : `${emoji.name ?? '_'}:${emoji.id}`);
