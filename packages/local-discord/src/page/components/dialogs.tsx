import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Dialog as DialogState, usePane } from '../client/pane.ts';
import type { Upload } from '../discord/rest.ts';
import type { Channel, Message } from '../discord/types.ts';
import { channelName, userName } from '../state/names.ts';
import { previewText } from '../state/preview-text.ts';
import { quickSwitch } from '../state/quick-switch.ts';
import { Avatar } from './avatar.tsx';
import { ChannelIcon } from './channel-icon.tsx';
import { Dialog } from './dialog.tsx';
import { MessageBody } from './message-row.tsx';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

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

const PostDialog = ({ forum, onClose }: { forum: Channel; onClose: () => void }): JSX.Element => {
  const pane = usePane();
  const [name, setName] = useState('');
  const [content, setContent] = useState('');
  const [tags, setTags] = useState<readonly string[]>([]);
  const [files, setFiles] = useState<readonly Upload[]>([]);
  const isReady = name.trim() !== '' && (content.trim() !== '' || files.length > 0);
  return (
    <Dialog title={`New post in ${forum.name ?? 'forum'}`} onClose={onClose}>
      <form
        class="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isReady) return;
          onClose();
          void pane.goOnceMade(
            pane.client.createPost(forum.id, { name: name.trim(), content: content.trim(), tags, files }),
          );
        }}
      >
        <label>
          Title
          <input
            class="field"
            maxLength={100}
            value={name}
            autofocus
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <label>
          Message
          <textarea
            class="field"
            rows={5}
            maxLength={2_000}
            value={content}
            onInput={(event) => setContent(event.currentTarget.value)}
          />
        </label>
        {(forum.available_tags ?? []).length > 0 && (
          <fieldset class="tag-choice">
            <legend>Tags</legend>
            {forum.available_tags?.map((tag) => (
              <label key={tag.id} class="tag" data-on={tags.includes(tag.id)}>
                <input
                  type="checkbox"
                  class="visually-hidden"
                  checked={tags.includes(tag.id)}
                  onChange={(event) =>
                    setTags(
                      event.currentTarget.checked ? [...tags, tag.id].slice(0, 5) : tags.filter((id) => id !== tag.id),
                    )
                  }
                />
                {tag.emoji_name ?? ''} {tag.name}
              </label>
            ))}
          </fieldset>
        )}
        <label>
          Files
          <input
            type="file"
            multiple
            onChange={(event) =>
              setFiles([...(event.currentTarget.files ?? [])].map((file) => ({ name: file.name, blob: file })))
            }
          />
        </label>
        <div class="dialog-buttons">
          <button type="button" class="button plain" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="button primary" disabled={!isReady}>
            Post
          </button>
        </div>
      </form>
    </Dialog>
  );
};

const Switcher = ({ onClose }: { onClose: () => void }): JSX.Element => {
  const pane = usePane();
  const world = pane.client.world.value;
  const [typed, setTyped] = useState('');
  const [activeIndex, setActiveIndex] = useState(0);
  const found = quickSwitch(world, typed);
  const active = Math.min(activeIndex, Math.max(0, found.length - 1));
  const choose = (channel: Channel | undefined): void => {
    if (channel === undefined) return;
    onClose();
    pane.go(channel.id);
  };
  return (
    <Dialog title="Go to a channel or person" isTitleHidden class="switcher" onClose={onClose}>
      <input
        class="switcher-input"
        role="combobox"
        aria-label="Where to?"
        aria-expanded={found.length > 0}
        aria-controls="switcher-list"
        aria-activedescendant={found.length > 0 ? `switcher-${active}` : undefined}
        placeholder="Where would you like to go?"
        value={typed}
        autofocus
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setActiveIndex(0);
        }}
        onKeyDown={(event) => {
          const step = STEPS[event.key];
          if (step !== undefined && found.length > 0) {
            event.preventDefault();
            setActiveIndex((active + step + found.length) % found.length);
          } else if (event.key === 'Enter') {
            event.preventDefault();
            choose(found[active]);
          }
        }}
      />
      <div id="switcher-list" role="listbox" aria-label="Channels and people" class="completion-list">
        {found.map((channel, index) => (
          <div
            key={channel.id}
            id={`switcher-${index}`}
            role="option"
            aria-selected={index === active}
            class="completion"
            data-active={index === active}
            onPointerMove={() => setActiveIndex(index)}
            onClick={() => choose(channel)}
          >
            <ChannelIcon channel={channel} size={18} />
            <span>{channelName(world, channel)}</span>
            <small>
              {world.channels.get(channel.parent_id ?? '')?.name ??
                world.guilds.get(channel.guild_id ?? '')?.name ??
                ''}
            </small>
          </div>
        ))}
        {found.length === 0 && <p class="popup-empty">Nothing has this name.</p>}
      </div>
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

const SHORTCUTS: readonly (readonly [string, string])[] = [
  ['Ctrl K', 'Go to a channel or person'],
  ['Alt ↑ / Alt ↓', 'Channel above, channel below'],
  ['Alt 1 / 2 / 3', 'Speak as ada, ben, cyn'],
  ['Enter', 'Send; Shift Enter begins a new line'],
  ['/', 'Commands of the apps'],
  ['@  #  :', 'Complete a name, a channel, an emoji'],
  ['↑ in an empty composer', 'Edit your last message'],
  ['Shift Tab from the composer', 'To the newest message; ↑ ↓ walk through them'],
  ['R  E  +  Delete', 'On a message: reply, edit, react, delete'],
  ['Enter on a message', 'Its menu, with Apps'],
  ['Esc', 'Close, stop replying, go to the newest message'],
  ['Ctrl I', 'Inspector: what the bot hears and says'],
];

const Shortcuts = ({ onClose }: { onClose: () => void }): JSX.Element => (
  <Dialog title="Keyboard shortcuts" onClose={onClose}>
    <dl class="shortcuts">
      {SHORTCUTS.map(([keys, meaning]) => (
        <div key={keys}>
          <dt>
            <kbd>{keys}</kbd>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  </Dialog>
);

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
      return <Switcher onClose={close} />;
    case 'shortcuts':
      return <Shortcuts onClose={close} />;
    case 'newDm':
      return <NewDm onClose={close} />;
    default:
      return dialog satisfies never;
  }
};
