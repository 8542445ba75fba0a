import { ArrowDown } from 'lucide';
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { handleMessageKey } from '../client/message-keys.ts';
import { usePane } from '../client/pane.ts';
import type { Channel } from '../discord/types.ts';
import { groupMessages, type Row } from '../state/group-messages.ts';
import { findMessage } from '../state/loaded-messages.ts';
import { channelName } from '../state/names.ts';
import { longDate } from '../state/times.ts';
import { ChannelBeginning } from './channel-beginning.tsx';
import { Icon } from './icon.tsx';
import { MessageRow } from './message-row.tsx';
import { OutgoingMessage } from './outgoing-message.tsx';
import { PendingCommand } from './pending-command.tsx';
import { useMessageScroll } from './use-message-scroll.ts';
import { useUnreadLine } from './use-unread-line.ts';

/** A message that was jumped to stands out this long. */
const HIGHLIGHT_MS = 2_000;

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

const Divider = ({ row }: { row: Exclude<Row, { kind: 'message' }> }): JSX.Element => (
  <li class="divider-row">
    {row.kind === 'day' ? (
      <div class="divider" role="separator">
        <time dateTime={new Date(row.timeMs).toISOString()}>{longDate(row.timeMs)}</time>
      </div>
    ) : (
      <div class="divider new" role="separator" aria-label="New messages">
        <span>NEW</span>
      </div>
    )}
  </li>
);

/** What is seen is read: marks the channel whenever its end is on a screen that somebody looks at. */
const useMarkRead = (channel: Channel, isAtEnd: boolean): void => {
  const { client } = usePane();
  useEffect(() => {
    if (!isAtEnd) return undefined;
    const markIfSeen = (): void => {
      if (document.visibilityState === 'visible') client.markRead(channel.id);
    };
    markIfSeen();
    document.addEventListener('visibilitychange', markIfSeen);
    return () => document.removeEventListener('visibilitychange', markIfSeen);
  }, [client, channel.id, channel.last_message_id, isAtEnd]);
};

/** The messages of a channel, and what hangs on the end of them. */
export const MessageList = ({ channel }: { channel: Channel }): JSX.Element => {
  const pane = usePane();
  const { client } = pane;
  const world = client.world.value;
  const list = world.messages.get(channel.id);
  const reachesNewest = list?.hasNewer !== true;
  const unreadAfterId = useUnreadLine(channel);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const scroll = useMessageScroll({
    reachesNewest,
    items: list?.items,
    onNearStart: () => void client.loadOlder(channel.id),
    onNearEnd: () => void client.loadNewer(channel.id),
  });
  useMarkRead(channel, list !== undefined && scroll.isAtEnd && reachesNewest);

  const session = client.session.value;
  useEffect(() => {
    if (session > 0) void client.loadNewest(channel.id);
  }, [client, channel.id, session]);

  const outgoing = world.outgoing.filter((entry) => entry.channelId === channel.id);
  const pending = world.interactions.filter((entry) => entry.channelId === channel.id && entry.kind === 'command');
  const items = list?.items;
  const myId = world.me?.id;
  const rows = useMemo(() => groupMessages(items ?? [], unreadAfterId, myId), [items, unreadAfterId, myId]);

  // What one sends oneself always comes into view.
  const newestOutgoing = outgoing.at(-1)?.nonce;
  useEffect(() => {
    if (newestOutgoing !== undefined) scroll.goToEnd();
  }, [newestOutgoing]);

  const highlighted = pane.highlighted.value;
  const isHighlightLoaded = highlighted !== null && findMessage(list, highlighted) !== undefined;
  useEffect(() => {
    if (highlighted === null || !isHighlightLoaded) return undefined;
    scroll.showMessage(highlighted);
    const timer = setTimeout(() => {
      pane.highlighted.value = null;
    }, HIGHLIGHT_MS);
    return () => clearTimeout(timer);
  }, [highlighted, isHighlightLoaded]);

  const showNewest = async (): Promise<void> => {
    if (!reachesNewest) await client.loadNewest(channel.id);
    scroll.goToEnd();
  };
  useEffect(() => {
    pane.showNewest.current = () => void showNewest();
    return () => {
      pane.showNewest.current = () => undefined;
    };
  }, [pane, channel.id, reachesNewest]);

  const tabStopId = findMessage(list, focusedId ?? '') === undefined ? items?.at(-1)?.id : focusedId;
  return (
    <div class="messages-frame">
      <div ref={scroll.scroller} class="messages" onScroll={scroll.handleScroll}>
        {list === undefined ? (
          <Skeleton />
        ) : (
          <ol
            ref={scroll.content}
            class="message-list"
            aria-label={`Messages in ${channelName(world, channel)}`}
            onKeyDown={(event) => handleMessageKey(pane, channel, event.currentTarget, event)}
            onFocusCapture={(event) => {
              if (event.target instanceof HTMLElement) setFocusedId(event.target.dataset['messageId'] ?? focusedId);
            }}
          >
            <li class="list-start">
              {list.hasOlder ? (
                <span class="spinner" role="status" aria-label="Loading older messages" />
              ) : (
                <ChannelBeginning channel={channel} />
              )}
            </li>
            {rows.map((row) =>
              row.kind === 'message' ? (
                <MessageRow
                  key={row.key}
                  message={row.message}
                  startsGroup={row.startsGroup}
                  isEditing={pane.editingId.value === row.message.id}
                  isHighlighted={highlighted === row.message.id}
                  isTabStop={tabStopId === row.message.id}
                />
              ) : (
                <Divider key={row.key} row={row} />
              ),
            )}
            {outgoing.map((entry) => (
              <OutgoingMessage key={entry.nonce} outgoing={entry} />
            ))}
            {pending.map((entry) => (
              <PendingCommand key={entry.nonce} pending={entry} />
            ))}
          </ol>
        )}
      </div>
      {(!scroll.isAtEnd || !reachesNewest) && (
        <button type="button" class="jump-to-present" onClick={() => void showNewest()}>
          {reachesNewest ? 'Jump to present' : "You're viewing older messages"}
          <Icon node={ArrowDown} size={16} />
        </button>
      )}
    </div>
  );
};
