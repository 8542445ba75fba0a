import { ArrowDown, RefreshCw, Trash2, TriangleAlert } from 'lucide';
import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { messageRights, openMessageMenu, startReply } from '../client/message-menu.tsx';
import { type Pane, usePane } from '../client/pane.ts';
import { isDmType, isThreadType } from '../discord/constants.ts';
import { isNewer } from '../discord/snowflake.ts';
import type { Channel } from '../discord/types.ts';
import { groupMessages } from '../state/group-messages.ts';
import { findMessage } from '../state/message-list.ts';
import { channelName } from '../state/names.ts';
import { longDate } from '../state/times.ts';
import { isUnread } from '../state/unread.ts';
import type { OutgoingMessage, PendingInteraction } from '../state/world.ts';
import { Avatar } from './avatar.tsx';
import { channelKind, ChannelIcon } from './channel-icon.tsx';
import { Icon } from './icon.tsx';
import { Markdown } from './markdown.tsx';
import { MessageRow } from './message-row.tsx';

/** Older than any id: nothing was read yet. */
const BEFORE_EVERYTHING = '0';
/** Nearer to the end than this counts as being at the end. */
const NEAR_END_PX = 80;
/** Nearer to the start than this loads what is before. */
const NEAR_START_PX = 600;

const Outgoing = ({ outgoing }: { outgoing: OutgoingMessage }): JSX.Element => {
  const { client } = usePane();
  const me = client.world.value.me;
  return (
    <li class="message outgoing" data-starts-group="true" data-failed={outgoing.failure !== null}>
      {me !== null && (
        <span class="message-avatar">
          <Avatar user={me} />
        </span>
      )}
      <div class="message-main">
        <h3 class="message-header">
          <span class="author">{me?.global_name ?? me?.username}</span>
          {outgoing.failure === null && <span class="message-time">sending…</span>}
        </h3>
        {outgoing.content !== '' && <Markdown text={outgoing.content} />}
        {outgoing.fileNames.map((name) => (
          <p key={name} class="outgoing-file">
            {name}
          </p>
        ))}
        {outgoing.failure !== null && (
          <p class="outgoing-failure" role="alert">
            <Icon node={TriangleAlert} size={14} /> {outgoing.failure}
            <button type="button" class="link-button" onClick={() => void client.retry(outgoing.nonce)}>
              <Icon node={RefreshCw} size={14} /> Try again
            </button>
            <button type="button" class="link-button" onClick={() => client.discard(outgoing.nonce)}>
              <Icon node={Trash2} size={14} /> Delete
            </button>
          </p>
        )}
      </div>
    </li>
  );
};

const PendingCommand = ({ pending }: { pending: PendingInteraction }): JSX.Element => {
  const { client } = usePane();
  return (
    <li class="pending-command" data-failed={pending.failure !== null}>
      {pending.failure === null ? (
        <span role="status">
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          Sending <strong>{pending.label}</strong>…
        </span>
      ) : (
        <span role="alert">
          <Icon node={TriangleAlert} size={14} /> <strong>{pending.label}</strong> {pending.failure}
          <button type="button" class="link-button" onClick={() => client.dismissInteraction(pending.nonce)}>
            Dismiss
          </button>
        </span>
      )}
    </li>
  );
};

const Beginning = ({ channel }: { channel: Channel }): JSX.Element => {
  const world = usePane().client.world.value;
  const name = channelName(world, channel);
  const other = channel.recipients?.find(({ id }) => id !== world.me?.id);
  return (
    <header class="beginning">
      {isDmType(channel.type) && other !== undefined ? (
        <Avatar user={other} size={80} />
      ) : (
        <span class="beginning-icon">
          <ChannelIcon channel={channel} size={40} />
        </span>
      )}
      <h2>{isDmType(channel.type) ? name : isThreadType(channel.type) ? name : `Welcome to #${name}!`}</h2>
      <p>
        {isDmType(channel.type) && (
          <>
            This is the beginning of your direct messages with <strong>{name}</strong>. Nobody else reads them.
          </>
        )}
        {isThreadType(channel.type) && 'This thread begins here.'}
        {!isDmType(channel.type) && !isThreadType(channel.type) && `This is the start of this ${channelKind(channel)}.`}
      </p>
      {!isThreadType(channel.type) && (other === undefined || other.bot === true) && (
        <p class="beginning-hint">
          Write <code class="code">@Lilith hello</code> to talk with a character, or <code class="code">/</code> to see
          what the apps here can do.
        </p>
      )}
    </header>
  );
};

const Skeleton = (): JSX.Element => (
  <div class="skeleton" role="status" aria-label="Loading messages">
    {[60, 34, 80, 46, 70, 28].map((width) => (
      <div key={width} class="skeleton-row">
        <span class="skeleton-avatar" />
        <span class="skeleton-lines">
          <i style={{ width: '120px' }} />
          <i style={{ width: `${width}%` }} />
        </span>
      </div>
    ))}
  </div>
);

const rowsOf = (list: HTMLElement | null): readonly HTMLElement[] => [
  ...(list?.querySelectorAll<HTMLElement>('li[data-message-id]') ?? []),
];

/** What a key does to the message that has the focus. */
const handleMessageKey = (pane: Pane, channel: Channel, event: TargetedKeyboardEvent<HTMLOListElement>): void => {
  const row = event.target;
  if (!(row instanceof HTMLElement) || row.dataset['messageId'] === undefined) return;
  const message = findMessage(pane.client.world.value.messages.get(channel.id), row.dataset['messageId']);
  if (message === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const rights = messageRights(pane, message);
  const rows = rowsOf(event.currentTarget);
  const focusRow = (index: number): void => rows[index]?.focus();
  switch (event.key) {
    case 'ArrowUp':
      focusRow(Math.max(0, rows.indexOf(row) - 1));
      break;
    case 'ArrowDown':
      if (row === rows.at(-1)) pane.focusComposer.current();
      else focusRow(rows.indexOf(row) + 1);
      break;
    case 'Home':
      focusRow(0);
      break;
    case 'End':
      focusRow(rows.length - 1);
      break;
    case 'r':
      if (rights.reply) startReply(pane, message);
      break;
    case 'e':
      if (rights.edit) pane.editingId.value = message.id;
      break;
    case '+':
      if (rights.react) pane.emojiTarget.value = { message, opener: row };
      break;
    case 'Delete':
    case 'Backspace':
      if (rights.remove) pane.dialog.value = { kind: 'delete', message };
      break;
    case 'Enter': {
      const { left, top } = row.getBoundingClientRect();
      openMessageMenu(pane, message, { x: left + 72, y: top + 8 }, row);
      break;
    }
    default:
      return;
  }
  event.preventDefault();
};

/** The messages of a channel, and what hangs on the end of them. It stays at the end while the person is there. */
export const MessageList = ({ channel }: { channel: Channel }): JSX.Element => {
  const pane = usePane();
  const { client } = pane;
  const world = client.world.value;
  const list = world.messages.get(channel.id);
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLOListElement>(null);
  const isAtEnd = useRef(true);
  const [isEndInView, setIsEndInView] = useState(true);
  // Where the unread messages began when the channel was opened; it stays while one reads.
  const [unreadAfterId, setUnreadAfterId] = useState<string | null>(null);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const session = client.session.value;

  useEffect(() => {
    const read = world.reads.get(channel.id);
    setUnreadAfterId(isUnread(world, channel) ? (read?.lastReadId ?? BEFORE_EVERYTHING) : null);
    isAtEnd.current = true;
  }, [channel.id]);

  // Marking as unread moves the mark back; the line follows.
  const lastReadId = world.reads.get(channel.id)?.lastReadId ?? null;
  const readBefore = useRef(lastReadId);
  useEffect(() => {
    if (isNewer(readBefore.current, lastReadId)) setUnreadAfterId(lastReadId);
    readBefore.current = lastReadId;
  }, [lastReadId]);

  useEffect(() => {
    if (session > 0) void client.loadNewest(channel.id);
  }, [channel.id, session]);

  // What is seen is read.
  const lastId = channel.last_message_id;
  useEffect(() => {
    if (list === undefined || list.hasNewer) return undefined;
    const readIfSeen = (): void => {
      if (document.visibilityState === 'visible' && isAtEnd.current) client.markRead(channel.id);
    };
    readIfSeen();
    document.addEventListener('visibilitychange', readIfSeen);
    return () => document.removeEventListener('visibilitychange', readIfSeen);
  }, [channel.id, lastId, list?.hasNewer, list === undefined, isEndInView]);

  const outgoing = world.outgoing.filter((entry) => entry.channelId === channel.id);
  const pending = world.interactions.filter((entry) => entry.channelId === channel.id && entry.kind !== 'component');
  const myId = world.me?.id;
  const items = list?.items;
  const rows = useMemo(() => groupMessages(items ?? [], unreadAfterId, myId), [items, unreadAfterId, myId]);

  // An answer of one's own always comes into view.
  const newestOutgoing = outgoing.at(-1)?.nonce;
  useLayoutEffect(() => {
    if (newestOutgoing !== undefined) isAtEnd.current = true;
  }, [newestOutgoing]);

  // Older messages push down what is being read; put it back where it was.
  const firstId = items?.[0]?.id;
  const before = useRef({ firstId, height: 0, top: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    if (isAtEnd.current && list?.hasNewer !== true) element.scrollTop = element.scrollHeight;
    else if (before.current.firstId !== undefined && before.current.firstId !== firstId) {
      element.scrollTop = before.current.top + (element.scrollHeight - before.current.height);
    }
    before.current = { firstId, height: element.scrollHeight, top: element.scrollTop };
  });

  useEffect(() => {
    const element = scroller.current;
    if (element === null || content.current === null) return undefined;
    // Pictures that load and windows that shrink do not move the end out of view.
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) element.scrollTop = element.scrollHeight;
      before.current.top = element.scrollTop;
      before.current.height = element.scrollHeight;
    });
    observer.observe(content.current);
    observer.observe(element);
    return () => observer.disconnect();
  }, [channel.id, list === undefined]);

  const highlighted = pane.highlighted.value;
  useEffect(() => {
    if (highlighted === null || findMessage(list, highlighted) === undefined) return undefined;
    isAtEnd.current = false;
    const row = content.current?.querySelector<HTMLElement>(`[data-message-id="${CSS.escape(highlighted)}"]`);
    row?.scrollIntoView({ block: 'center' });
    row?.focus({ preventScroll: true });
    const timer = setTimeout(() => {
      pane.highlighted.value = null;
    }, 2_000);
    return () => clearTimeout(timer);
  }, [highlighted, items]);

  const handleScroll = (): void => {
    const element = scroller.current;
    if (element === null || list === undefined) return;
    const fromEnd = element.scrollHeight - element.scrollTop - element.clientHeight;
    // Only a person who moves up leaves the end; content that grows or shrinks says nothing about what they want.
    const isSameContent = element.scrollHeight === before.current.height;
    if (fromEnd < NEAR_END_PX && !list.hasNewer) isAtEnd.current = true;
    else if (isSameContent && element.scrollTop < before.current.top) isAtEnd.current = false;
    setIsEndInView(isAtEnd.current);
    before.current.top = element.scrollTop;
    before.current.height = element.scrollHeight;
    if (element.scrollTop < NEAR_START_PX && list.hasOlder) void client.loadOlder(channel.id);
    if (fromEnd < NEAR_START_PX && list.hasNewer) void client.loadNewer(channel.id);
  };

  const goToEnd = async (): Promise<void> => {
    if (list?.hasNewer === true) await client.loadNewest(channel.id);
    isAtEnd.current = true;
    setIsEndInView(true);
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  };

  pane.showNewest.current = () => void goToEnd();
  useEffect(
    () => () => {
      pane.showNewest.current = () => undefined;
    },
    [pane],
  );

  const tabStopId = findMessage(list, focusedId ?? '') === undefined ? items?.at(-1)?.id : focusedId;
  return (
    <div class="messages-frame">
      <div ref={scroller} class="messages" onScroll={handleScroll}>
        {list === undefined ? (
          <Skeleton />
        ) : (
          <ol
            ref={content}
            class="message-list"
            aria-label={`Messages in ${channelName(world, channel)}`}
            onKeyDown={(event) => handleMessageKey(pane, channel, event)}
            onFocusCapture={(event) => {
              if (event.target instanceof HTMLElement) setFocusedId(event.target.dataset['messageId'] ?? focusedId);
            }}
          >
            <li class="list-start">
              {list.hasOlder ? (
                <span class="spinner" role="status" aria-label="Loading older messages" />
              ) : (
                <Beginning channel={channel} />
              )}
            </li>
            {rows.map((row) => {
              if (row.kind === 'day') {
                return (
                  <li key={row.key} class="divider-row">
                    <div class="divider" role="separator">
                      <time dateTime={new Date(row.timeMs).toISOString()}>{longDate(row.timeMs)}</time>
                    </div>
                  </li>
                );
              }
              if (row.kind === 'new') {
                return (
                  <li key={row.key} class="divider-row">
                    <div class="divider new" role="separator" aria-label="New messages">
                      <span>NEW</span>
                    </div>
                  </li>
                );
              }
              return (
                <MessageRow
                  key={row.key}
                  message={row.message}
                  startsGroup={row.startsGroup}
                  isEditing={pane.editingId.value === row.message.id}
                  isHighlighted={highlighted === row.message.id}
                  isTabStop={tabStopId === row.message.id}
                />
              );
            })}
            {outgoing.map((entry) => (
              <Outgoing key={entry.nonce} outgoing={entry} />
            ))}
            {pending.map((entry) => (
              <PendingCommand key={entry.nonce} pending={entry} />
            ))}
          </ol>
        )}
      </div>
      {(!isEndInView || list?.hasNewer === true) && (
        <button type="button" class="jump-to-present" onClick={() => void goToEnd()}>
          {list?.hasNewer === true ? "You're viewing older messages" : 'Jump to present'}
          <Icon node={ArrowDown} size={16} />
        </button>
      )}
    </div>
  );
};
