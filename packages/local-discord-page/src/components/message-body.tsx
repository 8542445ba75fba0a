import { CornerUpRight, Eye, MessageSquareText } from 'lucide';
import type { JSX } from 'preact';
import { usePane } from '../client/pane.ts';
import { hasFlag, MessageFlag } from '../discord/constants.ts';
import type { Message, MessageSnapshot } from '../discord/types.ts';
import { fullTime } from '../state/times.ts';
import { Attachments } from './attachments.tsx';
import { Dots } from './dots.tsx';
import { Embed } from './embed.tsx';
import { Icon } from './icon.tsx';
import { Markdown } from './markdown.tsx';
import { MessageComponents } from './message-components.tsx';
import { Poll } from './poll.tsx';
import { Reactions } from './reactions.tsx';
import { Sticker } from './sticker.tsx';

const Edited = ({ at }: { at: string }): JSX.Element => (
  <time class="edited" dateTime={at} title={fullTime(Date.parse(at))}>
    (edited)
  </time>
);

const Forwarded = ({ snapshot }: { snapshot: MessageSnapshot }): JSX.Element => (
  <div class="forwarded">
    <p class="forwarded-label">
      <Icon node={CornerUpRight} size={14} /> Forwarded
    </p>
    {snapshot.message.content !== '' && <Markdown text={snapshot.message.content} />}
    <Attachments attachments={snapshot.message.attachments} isVoice={false} />
    {snapshot.message.embeds.map((embed, index) => (
      <Embed key={index} embed={embed} />
    ))}
  </div>
);

const ThreadLink = ({ message }: { message: Message }): JSX.Element | null => {
  const pane = usePane();
  if (!hasFlag(message.flags, MessageFlag.hasThread)) return null;
  const thread = pane.client.world.value.channels.get(message.id) ?? message.thread;
  if (thread === undefined) return null;
  return (
    <button type="button" class="thread-link" onClick={() => pane.go(thread.id)}>
      <Icon node={MessageSquareText} size={18} />
      <strong>{thread.name}</strong>
      <span>
        {thread.message_count ?? 0} {thread.message_count === 1 ? 'message' : 'messages'} ›
      </span>
    </button>
  );
};

const EphemeralNote = ({ message }: { message: Message }): JSX.Element => {
  const { client } = usePane();
  return (
    <p class="ephemeral-note">
      <Icon node={Eye} size={14} /> Only you can see this ·{' '}
      <button type="button" class="link-button" onClick={() => client.dismiss(message)}>
        Dismiss message
      </button>
    </p>
  );
};

const Loading = (): JSX.Element => (
  <p class="thinking">
    <Dots />
    thinking…
  </p>
);

/** Everything below the name of a message. */
export const MessageBody = ({ message }: { message: Message }): JSX.Element => {
  const isLoading = hasFlag(message.flags, MessageFlag.loading);
  const showsEmbeds = !hasFlag(message.flags, MessageFlag.suppressEmbeds);
  const usesV2 = hasFlag(message.flags, MessageFlag.componentsV2);
  return (
    <>
      {isLoading && <Loading />}
      {!isLoading && message.content !== '' && (
        <div class="message-text">
          <Markdown text={message.content} />
          {message.edited_timestamp !== null && <Edited at={message.edited_timestamp} />}
        </div>
      )}
      {message.message_snapshots?.map((snapshot, index) => (
        <Forwarded key={index} snapshot={snapshot} />
      ))}
      {!usesV2 && (
        <Attachments attachments={message.attachments} isVoice={hasFlag(message.flags, MessageFlag.voiceMessage)} />
      )}
      {message.sticker_items?.map((sticker) => (
        <Sticker key={sticker.id} sticker={sticker} />
      ))}
      {message.poll !== undefined && <Poll message={message} poll={message.poll} />}
      {showsEmbeds && message.embeds.map((embed, index) => <Embed key={index} embed={embed} />)}
      <MessageComponents message={message} />
      <Reactions message={message} />
      <ThreadLink message={message} />
      {!isLoading && message.content === '' && message.edited_timestamp !== null && (
        <Edited at={message.edited_timestamp} />
      )}
      {hasFlag(message.flags, MessageFlag.ephemeral) && <EphemeralNote message={message} />}
    </>
  );
};
