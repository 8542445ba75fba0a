import { SmilePlus } from 'lucide';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { usePane } from '../client/pane.ts';
import type { Message, Reaction } from '../discord/types.ts';
import { userName } from '../state/names.ts';
import { Icon } from './icon.tsx';
import { EmojiMark } from './select-menu.tsx';

const ReactionButton = ({ message, reaction }: { message: Message; reaction: Reaction }): JSX.Element => {
  const { client } = usePane();
  const [reactors, setReactors] = useState<string | null>(null);
  const ask = async (): Promise<void> => {
    const users = await client.listReactors(message, reaction.emoji);
    setReactors(users.map((user) => userName(user)).join(', '));
  };
  return (
    <button
      type="button"
      class="reaction"
      aria-pressed={reaction.me}
      aria-label={`${reaction.emoji.name ?? 'Emoji'}, ${reaction.count} ${reaction.count === 1 ? 'reaction' : 'reactions'}`}
      title={reactors === null ? (reaction.emoji.name ?? '') : `${reactors} reacted with ${reaction.emoji.name ?? ''}`}
      onPointerEnter={() => void ask()}
      onClick={() => {
        void client.react(message, reaction.emoji, !reaction.me);
      }}
    >
      <EmojiMark emoji={reaction.emoji} />
      {reaction.count}
    </button>
  );
};

export const Reactions = ({ message }: { message: Message }): JSX.Element | null => {
  const pane = usePane();
  if (message.reactions === undefined || message.reactions.length === 0) return null;
  return (
    <div class="reactions" role="group" aria-label="Reactions">
      {message.reactions.map((reaction) => (
        <ReactionButton key={reaction.emoji.id ?? reaction.emoji.name} message={message} reaction={reaction} />
      ))}
      <button
        type="button"
        class="reaction add"
        aria-label="Add a reaction"
        onClick={(event) => {
          pane.emojiTarget.value = { message, opener: event.currentTarget };
        }}
      >
        <Icon node={SmilePlus} size={16} />
      </button>
    </div>
  );
};
