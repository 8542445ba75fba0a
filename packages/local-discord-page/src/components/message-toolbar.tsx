import { Ellipsis, Pencil, Reply, SmilePlus } from 'lucide';
import type { JSX } from 'preact';
import { messageRights, openMessageMenu, startReply } from '../client/message-menu.ts';
import { usePane } from '../client/pane.ts';
import type { Message } from '../discord/types.ts';
import { Icon } from './icon.tsx';

/** What one does most often with a message, at its upper right. The keyboard has keys for the same. */
export const MessageToolbar = ({ message }: { message: Message }): JSX.Element => {
  const pane = usePane();
  const rights = messageRights(pane, message);
  return (
    <div class="message-toolbar" role="toolbar" aria-label="Message actions">
      {rights.react && (
        <button
          type="button"
          class="icon-button"
          aria-label="Add reaction"
          title="Add reaction"
          tabIndex={-1}
          onClick={(event) => {
            pane.emojiTarget.value = { message, opener: event.currentTarget };
          }}
        >
          <Icon node={SmilePlus} />
        </button>
      )}
      {rights.edit && (
        <button
          type="button"
          class="icon-button"
          aria-label="Edit"
          title="Edit"
          tabIndex={-1}
          onClick={() => {
            pane.editingId.value = message.id;
          }}
        >
          <Icon node={Pencil} />
        </button>
      )}
      {rights.reply && (
        <button
          type="button"
          class="icon-button"
          aria-label="Reply"
          title="Reply"
          tabIndex={-1}
          onClick={() => startReply(pane, message)}
        >
          <Icon node={Reply} />
        </button>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label="More"
        title="More"
        aria-haspopup="menu"
        tabIndex={-1}
        onClick={(event) => {
          const { left, bottom } = event.currentTarget.getBoundingClientRect();
          openMessageMenu(pane, message, { x: left, y: bottom + 4 }, event.currentTarget);
        }}
      >
        <Icon node={Ellipsis} />
      </button>
    </div>
  );
};
