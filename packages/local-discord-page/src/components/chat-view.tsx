import { Upload } from 'lucide';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { addFiles } from '../client/drafts.ts';
import { usePane } from '../client/pane.ts';
import { isForumType, isThreadType, Permission } from '../discord/constants.ts';
import type { Channel } from '../discord/types.ts';
import { channelLabel } from '../state/names.ts';
import { can, canSend } from '../state/permissions.ts';
import { ChatHeader, NavButton } from './chat-header.tsx';
import { Composer } from './composer.tsx';
import { ForumView } from './forum-view.tsx';
import { Icon } from './icon.tsx';
import { MessageList } from './message-list.tsx';
import { SidePanel } from './side-panel.tsx';
import { TypingLine } from './typing-line.tsx';

const AGE_ACCEPTED = new Set<string>();

const AgeGate = ({ channel, onAccept }: { channel: Channel; onAccept: () => void }): JSX.Element => (
  <section class="age-gate" aria-label="Age-restricted channel">
    <span class="age-gate-mark">18+</span>
    <h2>Age-restricted channel</h2>
    <p>{channel.name ?? 'This channel'} may contain content for adults only. Do you want to continue?</p>
    <button type="button" class="button primary" onClick={onAccept}>
      Continue
    </button>
  </section>
);

const isFileDrag = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

const Chat = ({ channel }: { channel: Channel }): JSX.Element => {
  const pane = usePane();
  const world = pane.client.world.value;
  const [isDropping, setIsDropping] = useState(false);
  const takesFiles = canSend(world, channel) && can(world, channel, Permission.attachFiles);
  return (
    <div
      class="chat"
      onDragOver={(event) => {
        if (!takesFiles || !isFileDrag(event)) return;
        event.preventDefault();
        setIsDropping(true);
      }}
      onDragLeave={(event) => {
        if (event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) return;
        setIsDropping(false);
      }}
      onDrop={(event) => {
        setIsDropping(false);
        if (!takesFiles || event.dataTransfer === null) return;
        event.preventDefault();
        addFiles(pane, channel.id, event.dataTransfer.files);
      }}
    >
      <MessageList key={channel.id} channel={channel} />
      <Composer key={`composer ${channel.id}`} channel={channel} />
      <TypingLine channel={channel} />
      {isDropping && (
        <div class="drop-target" aria-hidden="true">
          <Icon node={Upload} size={40} />
          <strong>Upload to {channelLabel(world, channel)}</strong>
        </div>
      )}
    </div>
  );
};

/** The middle of the screen for one channel of any kind. */
export const ChatView = ({ channel }: { channel: Channel }): JSX.Element => {
  const pane = usePane();
  const world = pane.client.world.value;
  const parent = isThreadType(channel.type) ? world.channels.get(channel.parent_id ?? '') : undefined;
  // Threads inherit the restriction of their channel.
  const restricted = channel.nsfw === true ? channel : parent?.nsfw === true ? parent : undefined;
  const [accepted, setAccepted] = useState<ReadonlySet<string>>(AGE_ACCEPTED);
  const isGated = restricted !== undefined && !accepted.has(restricted.id);
  const accept = (): void => {
    if (restricted !== undefined) AGE_ACCEPTED.add(restricted.id);
    setAccepted(new Set(AGE_ACCEPTED));
  };
  return (
    <main class="main" aria-label={channelLabel(world, channel)}>
      <ChatHeader channel={channel} />
      <div class="main-body">
        {isGated ? (
          <AgeGate channel={restricted} onAccept={accept} />
        ) : isForumType(channel.type) ? (
          <ForumView key={channel.id} channel={channel} />
        ) : (
          <Chat channel={channel} />
        )}
        <SidePanel channel={channel} />
      </div>
    </main>
  );
};

/** The middle of the screen when no channel is chosen. */
export const Nowhere = ({ title, text }: { title: string; text: string }): JSX.Element => (
  <main class="main" aria-label={title}>
    <header class="chat-header">
      <NavButton />
      <h1>{title}</h1>
    </header>
    <div class="nowhere">
      <svg viewBox="0 0 120 90" width="160" height="120" aria-hidden="true" class="nowhere-art">
        <rect x="8" y="14" width="70" height="44" rx="12" />
        <path d="M24 58v14l16-14" />
        <rect x="48" y="34" width="64" height="40" rx="12" class="front" />
        <path d="M96 74v12L80 74" class="front" />
        <circle cx="68" cy="54" r="3.5" />
        <circle cx="80" cy="54" r="3.5" />
        <circle cx="92" cy="54" r="3.5" />
      </svg>
      <p>{text}</p>
    </div>
  </main>
);
