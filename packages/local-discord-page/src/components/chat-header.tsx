import { Menu, MessageSquareText, Pin, Search, Users } from 'lucide';
import type { JSX } from 'preact';
import { type Pane, usePane } from '../client/pane.ts';
import { isDmType, isForumType, isThreadType } from '../discord/constants.ts';
import type { Channel } from '../discord/types.ts';
import { channelName } from '../state/names.ts';
import { AppTag, Avatar } from './avatar.tsx';
import { ChannelIcon, channelKind } from './channel-icon.tsx';
import { Icon } from './icon.tsx';
import { Markdown } from './markdown.tsx';

const PanelButton = ({
  panel,
  label,
  icon,
}: {
  panel: NonNullable<Pane['sidePanel']['value']>;
  label: string;
  icon: typeof Pin;
}): JSX.Element => {
  const pane = usePane();
  const isOpen = pane.sidePanel.value === panel;
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      aria-pressed={isOpen}
      onClick={() => {
        pane.sidePanel.value = isOpen ? null : panel;
      }}
    >
      <Icon node={icon} />
    </button>
  );
};

export const NavButton = (): JSX.Element => {
  const pane = usePane();
  return (
    <button
      type="button"
      class="icon-button nav-button"
      aria-label="Servers and channels"
      aria-expanded={pane.isNavOpen.value}
      onClick={() => {
        pane.isNavOpen.value = !pane.isNavOpen.value;
      }}
    >
      <Icon node={Menu} />
    </button>
  );
};

/** The line above the messages: where one is, what it is about, and what else there is to see. */
export const ChatHeader = ({ channel }: { channel: Channel }): JSX.Element => {
  const pane = usePane();
  const world = pane.client.world.value;
  const parent = isThreadType(channel.type) ? world.channels.get(channel.parent_id ?? '') : undefined;
  const other = isDmType(channel.type) ? channel.recipients?.find(({ id }) => id !== world.me?.id) : undefined;
  return (
    <header class="chat-header">
      <NavButton />
      {other === undefined ? <ChannelIcon channel={channel} size={22} /> : <Avatar user={other} size={24} />}
      {parent !== undefined && (
        <>
          <button type="button" class="parent-link" onClick={() => pane.go(parent.id)}>
            {channelName(world, parent)}
          </button>
          <span aria-hidden="true" class="parent-arrow">
            ›
          </span>
        </>
      )}
      <h1 aria-label={`${channelName(world, channel)}, ${channelKind(channel)}`}>{channelName(world, channel)}</h1>
      {other?.bot === true && <AppTag />}
      {channel.nsfw === true && <span class="age-mark">Age-restricted</span>}
      {channel.topic !== null && channel.topic !== undefined && channel.topic !== '' && !isForumType(channel.type) && (
        <div class="topic" title={channel.topic}>
          <Markdown text={channel.topic} options={{ blocks: false }} />
        </div>
      )}
      <div class="chat-header-tools">
        <button
          type="button"
          class="icon-button"
          aria-label="Go to a channel or person"
          title="Go to… (Ctrl+K)"
          onClick={() => {
            pane.dialog.value = { kind: 'switcher' };
          }}
        >
          <Icon node={Search} />
        </button>
        {channel.guild_id !== undefined && !isThreadType(channel.type) && !isForumType(channel.type) && (
          <PanelButton panel="threads" label="Threads" icon={MessageSquareText} />
        )}
        {!isForumType(channel.type) && <PanelButton panel="pins" label="Pinned messages" icon={Pin} />}
        {channel.guild_id !== undefined && <PanelButton panel="members" label="Members" icon={Users} />}
      </div>
    </header>
  );
};
