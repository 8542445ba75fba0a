import type { Message } from '../discord/types.ts';

/** The message after one person's vote for one answer of its poll was added (1) or taken back (-1). */
export const changeVotes = (message: Message, answerId: number, change: 1 | -1, isMine: boolean): Message => {
  if (message.poll === undefined) return message;
  const results = message.poll.results ?? { is_finalized: false, answer_counts: [] };
  const present = results.answer_counts.find(({ id }) => id === answerId) ?? {
    id: answerId,
    count: 0,
    me_voted: false,
  };
  const changed = {
    ...present,
    count: Math.max(0, present.count + change),
    me_voted: isMine ? change === 1 : present.me_voted,
  };
  const others = results.answer_counts.filter(({ id }) => id !== answerId);
  return { ...message, poll: { ...message.poll, results: { ...results, answer_counts: [...others, changed] } } };
};
