import { X } from 'lucide';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { usePane } from '../client/pane.ts';
import { openUserMenu } from '../client/user-menu.ts';
import { isThreadType } from '../discord/constants.ts';
import { compareIds, timeOf } from '../discord/snowflake.ts';
import type { Channel, Message, User } from '../discord/types.ts';
import { authorName, memberRoles, nameColor, userName } from '../state/names.ts';
import { wordlessText } from '../state/preview-text.ts';
import { messageTime, relativeTime } from '../state/times.ts';
import { AppTag, Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';
import { Markdown } from './markdown.tsx';

const MemberButton = ({ channel, user, nick }: { channel: Channel; user: User; nick: string | null }): JSX.Element => {
  const pane = usePane();
  const color = nameColor(pane.client.world.value, channel.guild_id, user.id);
  return (
    <button
      type="button"
      class="member"
      onClick={(event) => {
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        pane.userCard.value = { userId: user.id, x: left, y: bottom + 4, opener: event.currentTarget };
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        const box = event.currentTarget.getBoundingClientRect();
        const at = event.clientX === 0 ? { x: box.left, y: box.bottom } : { x: event.clientX, y: event.clientY };
        openUserMenu(pane, channel, user, at, event.currentTarget);
      }}
    >
      <Avatar user={user} size={32} />
      <span class="member-name" style={color === undefined ? undefined : { color }}>
        {userName(user, { nick })}
      </span>
      {user.bot === true && <AppTag />}
    </button>
  );
};

/** Members under their highest role that stands apart, then everybody else. */
const Members = ({ channel }: { channel: Channel }): JSX.Element => {
  const world = usePane().client.world.value;
  const guildId = channel.guild_id ?? '';
  const entries = [...(world.members.get(guildId) ?? [])].flatMap(([userId, member]) => {
    const user = world.users.get(userId) ?? member.user;
    if (user === undefined) return [];
    const role = memberRoles(world, guildId, userId).find(({ hoist }) => hoist === true);
    return [{ user, nick: member.nick ?? null, role }];
  });
  const groups = [...Map.groupBy(entries, (entry) => entry.role?.id ?? '')].toSorted(
    ([, a], [, b]) => (b[0]?.role?.position ?? -1) - (a[0]?.role?.position ?? -1),
  );
  return (
    <>
      {groups.map(([roleId, members]) => (
        <section key={roleId} aria-label={members[0]?.role?.name ?? 'Members'}>
          <h3>
            {members[0]?.role?.name ?? 'Members'} — {members.length}
          </h3>
          <ul>
            {members
              .toSorted((a, b) => userName(a.user, a).localeCompare(userName(b.user, b)))
              .map((member) => (
                <li key={member.user.id}>
                  <MemberButton channel={channel} user={member.user} nick={member.nick} />
                </li>
              ))}
          </ul>
        </section>
      ))}
    </>
  );
};

const Pins = ({ channel }: { channel: Channel }): JSX.Element => {
  const pane = usePane();
  const { client } = pane;
  const [pins, setPins] = useState<readonly Message[] | null>(null);
  const pinnedIds = client.world.value.messages
    .get(channel.id)
    ?.items.filter((message) => message.pinned === true)
    .map((message) => message.id)
    .join(' ');
  useEffect(() => {
    let isCurrent = true;
    void client.listPins(channel.id).then((found) => isCurrent && setPins(found));
    return () => {
      isCurrent = false;
    };
  }, [client, channel.id, pinnedIds]);
  if (pins === null) return <p class="empty-note">Loading…</p>;
  if (pins.length === 0) return <p class="empty-note">Nothing is pinned here yet.</p>;
  return (
    <ul class="pins">
      {pins.map((message) => (
        <li key={message.id}>
          <div class="pin">
            <p class="pin-author">
              <Avatar user={message.author} size={20} />
              <strong>{authorName(client.world.value, message)}</strong>
              <span class="message-time">{messageTime(timeOf(message.id), Date.now())}</span>
            </p>
            {message.content === '' ? <em>{wordlessText(message)}</em> : <Markdown text={message.content} />}
            <button type="button" class="link-button" onClick={() => void pane.jump(channel.id, message.id)}>
              Jump
            </button>
          </div>
        </li>
      ))}
    </ul>
  );
};

const Threads = ({ channel }: { channel: Channel }): JSX.Element => {
  const pane = usePane();
  const { client } = pane;
  useEffect(() => {
    void client.listArchivedThreads(channel.id);
  }, [client, channel.id]);
  const threads = [...client.world.value.channels.values()]
    .filter((thread) => isThreadType(thread.type) && thread.parent_id === channel.id)
    .toSorted((a, b) => compareIds(b.last_message_id ?? b.id, a.last_message_id ?? a.id));
  if (threads.length === 0) {
    return <p class="empty-note">No threads yet. Right-click a message to start one.</p>;
  }
  return (
    <ul class="threads">
      {threads.map((thread) => (
        <li key={thread.id}>
          <button type="button" class="thread-card" onClick={() => pane.go(thread.id)}>
            <strong>{thread.name}</strong>
            <small>
              {thread.thread_metadata?.archived === true ? 'Archived · ' : ''}
              {relativeTime(timeOf(thread.last_message_id ?? thread.id), Date.now())}
            </small>
          </button>
        </li>
      ))}
    </ul>
  );
};

const TITLES = { members: 'Members', pins: 'Pinned messages', threads: 'Threads' } as const;

/** What stands to the right of the messages, when something does. */
export const SidePanel = ({ channel }: { channel: Channel }): JSX.Element | null => {
  const pane = usePane();
  const panel = pane.sidePanel.value;
  if (panel === null || (panel !== 'pins' && channel.guild_id === undefined)) return null;
  return (
    <aside class="side-panel" aria-label={TITLES[panel]}>
      <header>
        <h2>{TITLES[panel]}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label={`Close ${TITLES[panel].toLowerCase()}`}
          onClick={() => {
            pane.sidePanel.value = null;
          }}
        >
          <Icon node={X} size={18} />
        </button>
      </header>
      <div class="side-panel-content">
        {panel === 'members' && <Members channel={channel} />}
        {panel === 'pins' && <Pins channel={channel} />}
        {panel === 'threads' && <Threads channel={channel} />}
      </div>
    </aside>
  );
};
