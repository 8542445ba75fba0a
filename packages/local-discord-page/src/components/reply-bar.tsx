import { CircleX } from 'lucide';
import type { JSX } from 'preact';
import { usePane } from '../client/pane.ts';
import { authorName } from '../state/names.ts';
import { Icon } from './icon.tsx';

/** Above the composer: which message is being answered, and whether that notifies its author. */
export const ReplyBar = (): JSX.Element | null => {
  const pane = usePane();
  const reply = pane.replyingTo.value;
  if (reply === null) return null;
  const name = authorName(pane.client.world.value, reply.message);
  return (
    <div class="reply-bar">
      <span>
        Replying to <strong>{name}</strong>
      </span>
      <button
        type="button"
        class="ping-toggle"
        aria-pressed={reply.ping}
        title="Whether the reply notifies"
        onClick={() => {
          pane.replyingTo.value = { ...reply, ping: !reply.ping };
        }}
      >
        @ {reply.ping ? 'ON' : 'OFF'}
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label="Stop replying"
        onClick={() => {
          pane.replyingTo.value = null;
          pane.focusComposer.current();
        }}
      >
        <Icon node={CircleX} size={18} />
      </button>
    </div>
  );
};
