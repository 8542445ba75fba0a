import { ChevronDown, ChevronRight, Plus } from 'lucide';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { usePane } from '../client/pane.ts';
import { isDmType, isThreadType } from '../discord/constants.ts';
import type { Channel } from '../discord/types.ts';
import { type ChannelGroup, type ChannelNode, channelTree, directMessages } from '../state/channel-tree.ts';
import { channelName } from '../state/names.ts';
import { isUnread, mentionCount } from '../state/unread.ts';
import { AppTag, Avatar } from './avatar.tsx';
import { ChannelIcon, channelKind } from './channel-icon.tsx';
import { Icon } from './icon.tsx';

const ChannelLink = ({ channel }: { channel: Channel }): JSX.Element => {
  const pane = usePane();
  const world = pane.client.world.value;
  const name = channelName(world, channel);
  const isCurrent = pane.channelId.value === channel.id;
  const unread = isUnread(world, channel) && !isCurrent;
  const mentions = isCurrent ? 0 : mentionCount(world, channel.id);
  const state = [
    unread ? 'unread' : '',
    mentions > 0 ? `${mentions} for you` : '',
    channel.nsfw === true ? 'age-restricted' : '',
  ];
  return (
    <button
      type="button"
      class="channel-link"
      data-unread={unread}
      data-thread={isThreadType(channel.type)}
      aria-current={isCurrent ? 'page' : undefined}
      aria-label={[name, channelKind(channel), ...state].filter((part) => part !== '').join(', ')}
      onClick={() => pane.go(channel.id)}
    >
      {!isThreadType(channel.type) && <ChannelIcon channel={channel} />}
      <span class="channel-link-name">{name}</span>
      {channel.nsfw === true && <span class="age-mark" data-text="18+" />}
      {mentions > 0 && <span class="badge" data-text={mentions} />}
    </button>
  );
};

const Node = ({ node }: { node: ChannelNode }): JSX.Element => (
  <li>
    <ChannelLink channel={node.channel} />
    {node.threads.length > 0 && (
      <ul class="thread-list" aria-label={`Threads in ${node.channel.name ?? 'this channel'}`}>
        {node.threads.map((thread) => (
          <li key={thread.id}>
            <ChannelLink channel={thread} />
          </li>
        ))}
      </ul>
    )}
  </li>
);

const Group = ({ group }: { group: ChannelGroup }): JSX.Element => {
  const pane = usePane();
  const world = pane.client.world.value;
  const [isOpen, setIsOpen] = useState(true);
  // A closed category still shows what is open or unread.
  const shown = isOpen
    ? group.nodes
    : group.nodes.filter(({ channel }) => channel.id === pane.channelId.value || isUnread(world, channel));
  return (
    <li>
      {group.category !== null && (
        <button type="button" class="category" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          <Icon node={isOpen ? ChevronDown : ChevronRight} size={12} />
          {group.category.name}
        </button>
      )}
      <ul>
        {shown.map((node) => (
          <Node key={node.channel.id} node={node} />
        ))}
      </ul>
    </li>
  );
};

const DmLink = ({ channel }: { channel: Channel }): JSX.Element | null => {
  const pane = usePane();
  const world = pane.client.world.value;
  const recipient = channel.recipients?.find(({ id }) => id !== world.me?.id);
  if (recipient === undefined) return null;
  const user = world.users.get(recipient.id) ?? recipient;
  const isCurrent = pane.channelId.value === channel.id;
  const mentions = isCurrent ? 0 : mentionCount(world, channel.id);
  return (
    <li>
      <button
        type="button"
        class="channel-link dm"
        data-unread={isUnread(world, channel) && !isCurrent}
        aria-current={isCurrent ? 'page' : undefined}
        onClick={() => pane.go(channel.id)}
      >
        <Avatar user={user} size={32} />
        <span class="channel-link-name">{channelName(world, channel)}</span>
        {user.bot === true && <AppTag />}
        {mentions > 0 && <span class="badge" data-text={mentions} />}
      </button>
    </li>
  );
};

/** The channels of a server. */
export const ChannelSidebar = ({ guildId }: { guildId: string }): JSX.Element => {
  const world = usePane().client.world.value;
  const groups = channelTree(world, guildId);
  return (
    <>
      <header class="sidebar-header">
        <h2>{world.guilds.get(guildId)?.name}</h2>
      </header>
      <ul class="channel-groups" aria-label="Channels">
        {groups.map((group) => (
          <Group key={group.category?.id ?? 'loose'} group={group} />
        ))}
        {groups.length === 0 && <li class="empty-note">There is no channel here that you may see.</li>}
      </ul>
    </>
  );
};

/** The people and bots one writes to alone. */
export const DmSidebar = (): JSX.Element => {
  const pane = usePane();
  const channels = directMessages(pane.client.world.value).filter((channel) => isDmType(channel.type));
  return (
    <>
      <header class="sidebar-header">
        <h2>Direct messages</h2>
        <button
          type="button"
          class="icon-button"
          aria-label="New direct message"
          title="New direct message"
          onClick={() => {
            pane.dialog.value = { kind: 'newDm' };
          }}
        >
          <Icon node={Plus} />
        </button>
      </header>
      <ul class="channel-groups" aria-label="Direct messages">
        {channels.map((channel) => (
          <DmLink key={channel.id} channel={channel} />
        ))}
        {channels.length === 0 && <li class="empty-note">Nobody yet. Press + to write to a person or to the bot.</li>}
      </ul>
    </>
  );
};
