import { CircleCheck } from 'lucide';
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { usePane } from '../client/pane.ts';
import type { Message, Poll as PollData } from '../discord/types.ts';
import { relativeTime } from '../state/times.ts';
import { Icon } from './icon.tsx';
import { EmojiMark } from './select-menu.tsx';

/** A poll: answers to choose before voting, and their shares afterwards. */
export const Poll = ({ message, poll }: { message: Message; poll: PollData }): JSX.Element => {
  const { client } = usePane();
  const name = useId();
  const counts = new Map((poll.results?.answer_counts ?? []).map((count) => [count.id, count]));
  const total = [...counts.values()].reduce((sum, { count }) => sum + count, 0);
  const hasVoted = [...counts.values()].some((count) => count.me_voted);
  const endsMs = poll.expiry === null ? null : Date.parse(poll.expiry);
  const isOver = poll.results?.is_finalized === true || (endsMs !== null && endsMs < Date.now());
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [isPeeking, setIsPeeking] = useState(false);
  const showsResults = hasVoted || isOver || isPeeking;

  return (
    <section class="poll" aria-label={`Poll: ${poll.question.text ?? ''}`}>
      <h4>{poll.question.text}</h4>
      <p class="poll-hint">
        {isOver ? 'This poll is closed' : poll.allow_multiselect ? 'Select one or more answers' : 'Select one answer'}
      </p>
      <div class="poll-answers" role={showsResults ? 'list' : poll.allow_multiselect ? 'group' : 'radiogroup'}>
        {poll.answers.map((answer) => {
          const { count, me_voted: isMine } = counts.get(answer.answer_id) ?? { count: 0, me_voted: false };
          const share = total === 0 ? 0 : Math.round((count / total) * 100);
          const label = (
            <>
              {answer.poll_media.emoji !== undefined && <EmojiMark emoji={answer.poll_media.emoji} />}
              <span class="poll-text">{answer.poll_media.text}</span>
            </>
          );
          if (showsResults) {
            return (
              <div key={answer.answer_id} class="poll-answer" role="listitem" data-mine={isMine}>
                <span class="poll-bar" style={{ width: `${share}%` }} />
                {label}
                <span class="poll-share">
                  {count} {count === 1 ? 'vote' : 'votes'} · {share}%
                </span>
                {isMine && <Icon node={CircleCheck} size={18} />}
              </div>
            );
          }
          return (
            <label key={answer.answer_id} class="poll-answer">
              {label}
              <input
                type={poll.allow_multiselect ? 'checkbox' : 'radio'}
                name={name}
                checked={chosen.includes(answer.answer_id)}
                onChange={(event) => {
                  const isOn = event.currentTarget.checked;
                  const others = poll.allow_multiselect ? chosen.filter((id) => id !== answer.answer_id) : [];
                  setChosen(isOn ? [...others, answer.answer_id] : others);
                }}
              />
            </label>
          );
        })}
      </div>
      <div class="poll-footer">
        <span>
          {total} {total === 1 ? 'vote' : 'votes'}
          {endsMs !== null && !isOver && ` · ends ${relativeTime(endsMs, Date.now())}`}
        </span>
        {!isOver && hasVoted && (
          <button type="button" class="link-button" onClick={() => void client.vote(message, [])}>
            Remove vote
          </button>
        )}
        {!isOver && !hasVoted && (
          <>
            <button type="button" class="link-button" onClick={() => setIsPeeking(!isPeeking)}>
              {isPeeking ? 'Back to vote' : 'Show results'}
            </button>
            {!isPeeking && (
              <button
                type="button"
                class="button primary"
                disabled={chosen.length === 0}
                onClick={() => void client.vote(message, chosen)}
              >
                Vote
              </button>
            )}
          </>
        )}
      </div>
    </section>
  );
};
