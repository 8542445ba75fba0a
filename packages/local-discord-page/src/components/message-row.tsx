import { useComputed } from '@preact/signals';
import { MessageSquareText, Pin, Trash2, Users } from 'lucide';
import type { JSX, TargetedMouseEvent } from 'preact';
import { memo } from 'preact/compat';
import { useState } from 'preact/hooks';
import { openMessageMenu } from '../client/message-menu.ts';
import { type Pane, usePane } from '../client/pane.ts';
import { openUserMenu } from '../client/user-menu.ts';
import { hasFlag, MessageFlag, MessageType } from '../discord/constants.ts';
import { timeOf } from '../discord/snowflake.ts';
import type { Message } from '../discord/types.ts';
import { isSystemMessage } from '../state/group-messages.ts';
import { authorName, nameColor } from '../state/names.ts';
import { systemText } from '../state/system-text.ts';
import { clockTime, fullTime, messageTime } from '../state/times.ts';
import { isMentioned } from '../state/unread.ts';
import { AppTag, Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';
import { MessageBody } from './message-body.tsx';
import { MessageEditor } from './message-editor.tsx';
import { MessageToolbar } from './message-toolbar.tsx';
import { CommandPreview, ReplyPreview } from './reply-preview.tsx';

const openUserCard = (pane: Pane, message: Message, event: TargetedMouseEvent<HTMLElement>): void => {
  if (message.webhook_id !== undefined) return;
  const { left, bottom } = event.currentTarget.getBoundingClientRect();
  pane.userCard.value = { userId: message.author.id, x: left, y: bottom + 4, opener: event.currentTarget };
};

const AuthorName = ({ message }: { message: Message }): JSX.Element => {
  const pane = usePane();
  const { world } = pane.client;
  // Of all that happens only a new name or colour draws this again.
  const name = useComputed(() => authorName(world.value, message)).value;
  const color = useComputed(() => {
    const guildId = world.value.channels.get(message.channel_id)?.guild_id;
    return message.webhook_id === undefined ? nameColor(world.value, guildId, message.author.id) : undefined;
  }).value;
  if (message.webhook_id !== undefined) return <span class="author">{name}</span>;
  return (
    <button
      type="button"
      class="author"
      tabIndex={-1}
      style={color === undefined ? undefined : { color }}
      onClick={(event) => openUserCard(pane, message, event)}
    >
      {name}
    </button>
  );
};

const Time = ({ message, isShort = false }: { message: Message; isShort?: boolean }): JSX.Element => {
  const ms = timeOf(message.id);
  return (
    <time class="message-time" dateTime={new Date(ms).toISOString()} title={fullTime(ms)}>
      {isShort ? clockTime(ms) : messageTime(ms, Date.now())}
    </time>
  );
};

const Header = ({ message }: { message: Message }): JSX.Element => (
  <h3 class="message-header">
    <AuthorName message={message} />
    {(message.author.bot === true || message.webhook_id !== undefined) && <AppTag />}
    <Time message={message} />
  </h3>
);

const SystemIcon = ({ message }: { message: Message }): JSX.Element => {
  if (message.type === MessageType.pinned) return <Icon node={Pin} size={18} />;
  if (message.type === MessageType.threadCreated || message.type === MessageType.threadStarter) {
    return <Icon node={MessageSquareText} size={18} />;
  }
  return message.type === MessageType.autoModeration ? (
    <Icon node={Trash2} size={18} />
  ) : (
    <Icon node={Users} size={18} />
  );
};

const SystemLine = ({ message }: { message: Message }): JSX.Element => {
  const pane = usePane();
  const target = message.message_reference;
  return (
    <>
      <span class="system-icon">
        <SystemIcon message={message} />
      </span>
      <p class="system-text">
        <AuthorName message={message} /> {systemText(message)}{' '}
        {message.type === MessageType.threadCreated && target?.channel_id !== undefined && (
          <button type="button" class="link-button" onClick={() => pane.go(target.channel_id ?? null)}>
            Open the thread
          </button>
        )}
        {message.type === MessageType.pinned && target?.message_id !== undefined && (
          <button
            type="button"
            class="link-button"
            onClick={() => void pane.jump(target.channel_id ?? message.channel_id, target.message_id ?? '')}
          >
            See it
          </button>
        )}{' '}
        <Time message={message} />
      </p>
    </>
  );
};

/** In a direct message everything is for the person, so nothing stands out. */
const mentionsMe = (pane: Pane, message: Message): boolean => {
  const world = pane.client.world.peek();
  return world.channels.get(message.channel_id)?.guild_id !== undefined && isMentioned(world, message);
};

/** Whether the keyboard or a finger led here; what a mouse has pressed is left behind when it goes on. */
const isGuidedHere = (target: EventTarget | null): boolean =>
  matchMedia('(pointer: coarse)').matches || (target instanceof Element && target.matches(':focus-visible'));

interface MessageRowProps {
  message: Message;
  startsGroup: boolean;
  isEditing: boolean;
  isHighlighted: boolean;
  /** Only one row can be reached by tab; arrows go to the others. */
  isTabStop: boolean;
}

const Content = ({ message, startsGroup, isEditing }: MessageRowProps): JSX.Element => {
  const pane = usePane();
  const isReply = message.type === MessageType.reply;
  return (
    <>
      {isReply && <ReplyPreview message={message} />}
      {!isReply && startsGroup && <CommandPreview message={message} />}
      {startsGroup ? (
        <button
          type="button"
          class="message-avatar"
          tabIndex={-1}
          aria-hidden="true"
          onClick={(event) => openUserCard(pane, message, event)}
        >
          <Avatar user={message.author} />
        </button>
      ) : (
        <span class="message-gutter">
          <Time message={message} isShort />
        </span>
      )}
      <div class="message-main">
        {startsGroup && <Header message={message} />}
        {isEditing ? <MessageEditor message={message} /> : <MessageBody message={message} />}
      </div>
    </>
  );
};

/** One message in the list. */
export const MessageRow = memo((props: MessageRowProps): JSX.Element => {
  const { message, startsGroup, isEditing, isHighlighted, isTabStop } = props;
  const pane = usePane();
  // Only the message that is pointed at or focused has its toolbar in the page.
  const [isPointedAt, setIsPointedAt] = useState(false);
  const [hasFocus, setHasFocus] = useState(false);
  const isSystem = isSystemMessage(message);
  return (
    <li
      class="message"
      data-message-id={message.id}
      data-starts-group={startsGroup || isSystem}
      data-system={isSystem}
      data-mentions-me={mentionsMe(pane, message)}
      data-ephemeral={hasFlag(message.flags, MessageFlag.ephemeral)}
      data-highlighted={isHighlighted}
      tabIndex={isTabStop ? 0 : -1}
      aria-label={`${authorName(pane.client.world.peek(), message)}, ${clockTime(timeOf(message.id))}`}
      onPointerEnter={() => setIsPointedAt(true)}
      onPointerLeave={() => setIsPointedAt(false)}
      onFocusCapture={(event) => setHasFocus(isGuidedHere(event.target))}
      onBlurCapture={() => setHasFocus(false)}
      onContextMenu={(event) => {
        if (event.target instanceof Element && event.target.closest('a, .picture, input, textarea') !== null) return;
        event.preventDefault();
        const box = event.currentTarget.getBoundingClientRect();
        // From the keyboard there is no place of the mouse.
        const at = event.clientX === 0 ? { x: box.left + 72, y: box.top + 8 } : { x: event.clientX, y: event.clientY };
        const channel = pane.client.world.peek().channels.get(message.channel_id);
        const isOnAuthor = event.target instanceof Element && event.target.closest('.author, .message-avatar') !== null;
        if (isOnAuthor && channel !== undefined && message.webhook_id === undefined) {
          openUserMenu(pane, channel, message.author, at, event.currentTarget);
        } else openMessageMenu(pane, message, at, event.currentTarget);
      }}
    >
      {isSystem ? <SystemLine message={message} /> : <Content {...props} />}
      {!isEditing && (isPointedAt || hasFocus) && <MessageToolbar message={message} />}
    </li>
  );
});
