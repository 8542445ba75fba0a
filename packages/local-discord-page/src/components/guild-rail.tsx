import { MessageCircle } from 'lucide';
import type { ComponentChildren, JSX } from 'preact';
import { usePane } from '../client/pane.ts';
import type { Channel, Guild } from '../discord/types.ts';
import { directMessages, firstChannel, isVisible } from '../state/channel-tree.ts';
import { channelName, guildIconUrl, initials } from '../state/names.ts';
import { guildAttention, isUnread, mentionCount } from '../state/unread.ts';
import { Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';

interface RailItemProps {
  label: string;
  isCurrent: boolean;
  isUnread: boolean;
  mentions: number;
  onPress: () => void;
  children: ComponentChildren;
}

const RailItem = ({
  label,
  isCurrent,
  isUnread: hasUnread,
  mentions,
  onPress,
  children,
}: RailItemProps): JSX.Element => {
  const attention = mentions > 0 ? `, ${mentions} for you` : hasUnread ? ', unread' : '';
  return (
    <li class="rail-item" data-current={isCurrent} data-unread={hasUnread}>
      <button
        type="button"
        aria-current={isCurrent ? 'page' : undefined}
        aria-label={`${label}${attention}`}
        title={label}
        onClick={onPress}
      >
        {children}
      </button>
      {mentions > 0 && <span class="badge" data-text={mentions} />}
    </li>
  );
};

const GuildItem = ({ guild, isCurrent }: { guild: Guild; isCurrent: boolean }): JSX.Element => {
  const pane = usePane();
  const world = pane.client.world.value;
  const { isUnread: hasUnread, mentions } = guildAttention(world, guild.id, (channel) => isVisible(world, channel));
  const icon = guildIconUrl(guild);
  return (
    <RailItem
      label={guild.name}
      isCurrent={isCurrent}
      isUnread={hasUnread}
      mentions={mentions}
      onPress={() => pane.go(firstChannel(world, guild.id)?.id ?? null)}
    >
      {icon === undefined ? <span class="guild-initials">{initials(guild.name)}</span> : <img src={icon} alt="" />}
    </RailItem>
  );
};

const DmItem = ({ channel }: { channel: Channel }): JSX.Element | null => {
  const pane = usePane();
  const world = pane.client.world.value;
  const user = channel.recipients?.find(({ id }) => id !== world.me?.id);
  if (user === undefined) return null;
  return (
    <RailItem
      label={channelName(world, channel)}
      isCurrent={false}
      isUnread
      mentions={mentionCount(world, channel.id)}
      onPress={() => pane.go(channel.id)}
    >
      <Avatar user={world.users.get(user.id) ?? user} size={48} />
    </RailItem>
  );
};

/** The far left: direct messages, those of them that wait, and the servers. */
export const GuildRail = ({ guildId }: { guildId: string | null }): JSX.Element => {
  const pane = usePane();
  const world = pane.client.world.value;
  const waiting = directMessages(world).filter(
    (channel) => isUnread(world, channel) && mentionCount(world, channel.id) > 0 && channel.id !== pane.channelId.value,
  );
  return (
    <ul class="rail" aria-label="Servers">
      <RailItem
        label="Direct messages"
        isCurrent={guildId === null}
        isUnread={false}
        mentions={0}
        onPress={() => pane.go(null)}
      >
        <Icon node={MessageCircle} size={26} />
      </RailItem>
      {waiting.map((channel) => (
        <DmItem key={channel.id} channel={channel} />
      ))}
      <li class="rail-line" aria-hidden="true" />
      {[...world.guilds.values()].map((guild) => (
        <GuildItem key={guild.id} guild={guild} isCurrent={guild.id === guildId} />
      ))}
    </ul>
  );
};
