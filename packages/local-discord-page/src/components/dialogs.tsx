import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Dialog as DialogState, usePane } from '../client/pane.ts';
import { isForumType } from '../discord/constants.ts';
import type { Message } from '../discord/types.ts';
import { userName } from '../state/names.ts';
import { canSend } from '../state/permissions.ts';
import { previewText } from '../state/preview-text.ts';
import { Avatar } from './avatar.tsx';
import { ChannelChooser } from './channel-chooser.tsx';
import { Dialog } from './dialog.tsx';
import { MessageBody } from './message-body.tsx';
import { PostDialog } from './post-dialog.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';

const DeleteDialog = ({ message, onClose }: { message: Message; onClose: () => void }): JSX.Element => {
  const { client } = usePane();
  return (
    <Dialog title="Delete message" onClose={onClose}>
      <p>Are you sure you want to delete this message?</p>
      <div class="dialog-message" inert>
        <MessageBody message={{ ...message, components: [] }} />
      </div>
      <div class="dialog-buttons">
        <button type="button" class="button plain" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          class="button danger"
          autofocus
          onClick={() => {
            onClose();
            void client.remove(message);
          }}
        >
          Delete
        </button>
      </div>
    </Dialog>
  );
};

const ThreadDialog = ({ message, onClose }: { message: Message; onClose: () => void }): JSX.Element => {
  const pane = usePane();
  const [name, setName] = useState('');
  const fallback = previewText(pane.client.world.value, message).slice(0, 40) || 'New thread';
  return (
    <Dialog title="Create thread" onClose={onClose}>
      <form
        class="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          onClose();
          void pane.goOnceMade(pane.client.createThread(message, name.trim() === '' ? fallback : name.trim()));
        }}
      >
        <label>
          Thread name
          <input
            class="field"
            maxLength={100}
            placeholder={fallback}
            value={name}
            autofocus
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <div class="dialog-buttons">
          <button type="button" class="button plain" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="button primary">
            Create thread
          </button>
        </div>
      </form>
    </Dialog>
  );
};

const NewDm = ({ onClose }: { onClose: () => void }): JSX.Element => {
  const pane = usePane();
  const world = pane.client.world.value;
  const users = [...world.users.values()]
    .filter((user) => user.id !== world.me?.id)
    .toSorted((a, b) => Number(b.bot === true) - Number(a.bot === true) || userName(a).localeCompare(userName(b)));
  return (
    <Dialog title="New direct message" onClose={onClose}>
      <ul class="dm-choice">
        {users.map((user) => (
          <li key={user.id}>
            <button
              type="button"
              class="channel-link dm"
              onClick={() => {
                onClose();
                void pane.goOnceMade(pane.client.openDm(user.id));
              }}
            >
              <Avatar user={user} size={32} />
              <span class="channel-link-name">{userName(user)}</span>
              {user.bot === true && <span class="app-tag">APP</span>}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
};

/** The dialog of the pane, when one is open. */
export const OpenDialog = ({ dialog }: { dialog: DialogState }): JSX.Element => {
  const pane = usePane();
  const close = (): void => {
    pane.dialog.value = null;
  };
  switch (dialog.kind) {
    case 'delete':
      return <DeleteDialog message={dialog.message} onClose={close} />;
    case 'thread':
      return <ThreadDialog message={dialog.message} onClose={close} />;
    case 'post':
      return <PostDialog forum={dialog.forum} onClose={close} />;
    case 'image':
      return (
        <Dialog title={dialog.alt === '' ? 'Picture' : dialog.alt} isTitleHidden class="image-dialog" onClose={close}>
          <img src={dialog.url} alt={dialog.alt} />
          <a href={dialog.url} target="_blank" rel="noopener">
            Open in a tab
          </a>
        </Dialog>
      );
    case 'switcher':
      return (
        <ChannelChooser
          title="Go to a channel or person"
          label="Where to?"
          placeholder="Where would you like to go?"
          onChoose={(channel) => pane.go(channel.id)}
          onClose={close}
        />
      );
    case 'forward':
      return (
        <ChannelChooser
          title="Forward message"
          label="Forward to"
          placeholder="Where should it go?"
          fits={(channel) => !isForumType(channel.type) && canSend(pane.client.world.value, channel)}
          onChoose={(channel) => void pane.goOnceMade(pane.client.forward(dialog.message, channel))}
          onClose={close}
        />
      );
    case 'shortcuts':
      return <ShortcutsDialog onClose={close} />;
    case 'newDm':
      return <NewDm onClose={close} />;
    default:
      return dialog satisfies never;
  }
};
