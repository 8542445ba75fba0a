import type { APIPoll } from 'discord-api-types/v10';
import type { Snowflake } from '../world/snowflake.ts';
import type { Poll } from '../world/types.ts';
import { isoTime } from './time.ts';

export function renderPoll(poll: Poll, viewerId: Snowflake): APIPoll {
  return {
    question: poll.question,
    answers: poll.answers,
    expiry: isoTime(poll.expiresAtMs),
    allow_multiselect: poll.multiselect,
    layout_type: poll.layoutType,
    results: {
      is_finalized: poll.finalized,
      answer_counts: poll.answers.flatMap(({ answer_id }) => {
        const voters = poll.votes.get(answer_id);
        return voters?.size ? [{ id: answer_id, count: voters.size, me_voted: voters.has(viewerId) }] : [];
      }),
    },
  };
}
