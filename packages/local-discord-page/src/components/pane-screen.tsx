import { X } from 'lucide';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { type Pane, PaneProvider, usePane } from '../client/pane.ts';
import { isDmType } from '../discord/constants.ts';
import type { ConnectionStatus } from '../discord/socket.ts';
import { channelOrder, directMessages, firstChannel, isVisible } from '../state/channel-tree.ts';
import { Announcer } from './announcer.tsx';
import { ChatView, Nowhere } from './chat-view.tsx';
import { ContextMenu } from './context-menu.tsx';
import { OpenDialog } from './dialogs.tsx';
import { EmojiPicker } from './emoji-picker.tsx';
import { GuildRail } from './guild-rail.tsx';
import { Icon } from './icon.tsx';
import { ModalDialog } from './modal-dialog.tsx';
import { type PaneControls, PersonSwitch } from './person-switch.tsx';
import { Popup } from './popup.tsx';
import { ChannelSidebar, DmSidebar } from './sidebar.tsx';
import { UserCard } from './user-card.tsx';

const ConnectionBanner = ({ status }: { status: ConnectionStatus }): JSX.Element | null => {
  const { client } = usePane();
  if (status.state === 'refused') {
    return (
      <p class="banner" role="alert">
        {status.reason}
      </p>
    );
  }
  if (status.state !== 'reconnecting') return null;
  return (
    <p class="banner" role="status">
      Connection lost. Trying again…
      <button type="button" class="link-button" onClick={client.reconnectNow}>
        Now
      </button>
    </p>
  );
};

const Problem = (): JSX.Element | null => {
  const { client } = usePane();
  const text = client.problem.value;
  useEffect(() => {
    if (text === null) return undefined;
    const timer = setTimeout(client.dismissProblem, 8_000);
    return () => clearTimeout(timer);
  }, [text, client]);
  if (text === null) return null;
  return (
    <div class="toast" role="alert">
      {text}
      <button type="button" class="icon-button" aria-label="Dismiss" onClick={client.dismissProblem}>
        <Icon node={X} size={16} />
      </button>
    </div>
  );
};

/** Everything that floats above the screen, at most one of each. */
const Floating = (): JSX.Element => {
  const pane = usePane();
  const { client } = pane;
  const menu = pane.menu.value;
  const card = pane.userCard.value;
  const target = pane.emojiTarget.value;
  const dialog = pane.dialog.value;
  const modal = client.world.value.modal;
  const channel = client.world.value.channels.get(target?.message.channel_id ?? '');
  const closePicker = (): void => {
    pane.emojiTarget.value = null;
    target?.opener.focus();
  };
  return (
    <>
      {menu !== null && <ContextMenu key={`${menu.label} ${menu.x} ${menu.y}`} menu={menu} />}
      {card !== null && <UserCard key={card.userId} {...card} />}
      {target !== null && channel !== undefined && (
        <Popup anchor={target.opener} onClose={closePicker}>
          <EmojiPicker
            channel={channel}
            onClose={closePicker}
            onPick={(emoji) => {
              closePicker();
              void client.react(target.message, emoji, true);
            }}
          />
        </Popup>
      )}
      {dialog !== null && <OpenDialog dialog={dialog} />}
      {modal !== null && <ModalDialog key={modal.id} modal={modal} />}
      <Problem />
    </>
  );
};

const Middle = (): JSX.Element => {
  const pane = usePane();
  const { client } = pane;
  const world = client.world.value;
  const channelId = pane.channelId.value;
  const channel = world.channels.get(channelId ?? '');
  if (channel !== undefined && (isDmType(channel.type) || isVisible(world, channel)))
    return <ChatView channel={channel} />;
  if (client.session.value === 0) {
    const { state } = client.status.value;
    return (
      <Nowhere
        title={state === 'refused' ? 'Refused' : 'Connecting…'}
        text={state === 'refused' ? 'This person cannot sign in here.' : 'One moment.'}
      />
    );
  }
  if (channelId === null) {
    return (
      <Nowhere title="Direct messages" text="Choose a conversation, or press + to write to a person or to the bot." />
    );
  }
  return <Nowhere title="Not here" text="This channel is gone, or this person may not see it." />;
};

const walk = (pane: Pane, step: number): void => {
  const world = pane.client.world.value;
  const current = world.channels.get(pane.channelId.value ?? '');
  const order = current?.guild_id === undefined ? directMessages(world) : channelOrder(world, current.guild_id);
  if (order.length === 0) return;
  const at = order.findIndex((channel) => channel.id === current?.id);
  const next = order[(at + step + order.length) % order.length];
  if (next !== undefined) pane.go(next.id);
};

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

const handleKey = (pane: Pane, event: KeyboardEvent): void => {
  const step = STEPS[event.key];
  if (event.altKey && step !== undefined) walk(pane, step);
  else if ((event.ctrlKey || event.metaKey) && event.key === 'k') pane.dialog.value = { kind: 'switcher' };
  else if ((event.ctrlKey || event.metaKey) && event.key === '/') pane.dialog.value = { kind: 'shortcuts' };
  else if (event.key === 'Escape' && pane.isNavOpen.value) pane.isNavOpen.value = false;
  else if (event.key === 'Escape') {
    pane.replyingTo.value = null;
    pane.showNewest.current();
    pane.focusComposer.current();
  } else return;
  event.preventDefault();
};

/** One person's whole screen: servers, channels, and the open channel. */
export const PaneScreen = ({ pane, controls }: { pane: Pane; controls: PaneControls }): JSX.Element => {
  const { client } = pane;
  const world = client.world.value;
  const channel = world.channels.get(pane.channelId.value ?? '');
  const guildId = channel?.guild_id ?? null;
  const session = client.session.value;

  // Whoever comes from nowhere, or to a place that this person may not see, begins in the first server.
  useEffect(() => {
    if (session === 0 || pane.hasLanded.current) return;
    pane.hasLanded.current = true;
    if (channel !== undefined && isVisible(world, channel)) return;
    const [guild] = world.guilds.values();
    const first = guild === undefined ? undefined : firstChannel(world, guild.id);
    if (first !== undefined) pane.go(first.id);
  }, [session, pane]);

  return (
    <PaneProvider value={pane}>
      <div
        class="pane"
        role="group"
        aria-label={`Screen of ${client.person.name}`}
        data-nav-open={pane.isNavOpen.value}
        onKeyDown={(event) => {
          if (!event.defaultPrevented) handleKey(pane, event);
        }}
      >
        <ConnectionBanner status={client.status.value} />
        <div class="pane-body">
          <nav class="nav" aria-label="Servers and channels">
            <GuildRail guildId={guildId} />
            <div class="sidebar">
              <div class="sidebar-scroll">
                {guildId === null ? <DmSidebar /> : <ChannelSidebar guildId={guildId} />}
              </div>
              <PersonSwitch controls={controls} />
            </div>
          </nav>
          <button
            type="button"
            class="nav-shade"
            aria-label="Close the list of channels"
            tabIndex={-1}
            onClick={() => {
              pane.isNavOpen.value = false;
            }}
          />
          <Middle />
        </div>
        <Announcer />
        <Floating />
      </div>
    </PaneProvider>
  );
};
