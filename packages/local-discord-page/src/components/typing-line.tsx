import type { JSX } from 'preact';
import { usePane } from '../client/pane.ts';
import type { Channel } from '../discord/types.ts';
import { nameIn } from '../state/names.ts';
import { Dots } from './dots.tsx';

const sentence = (names: readonly string[]): string => {
  const [first, second, third] = names;
  if (names.length === 1) return `${first} is typing…`;
  if (names.length === 2) return `${first} and ${second} are typing…`;
  return names.length === 3 ? `${first}, ${second} and ${third} are typing…` : 'Several people are typing…';
};

/** Who is writing in this channel right now, oneself left out. */
export const TypingLine = ({ channel }: { channel: Channel }): JSX.Element => {
  const world = usePane().client.world.value;
  const names = [...(world.typing.get(channel.id)?.keys() ?? [])]
    .filter((userId) => userId !== world.me?.id)
    .map((userId) => nameIn(world, userId, channel.guild_id) ?? 'Someone');
  return (
    <p class="typing" aria-live="off">
      {names.length > 0 && (
        <>
          <Dots />
          {sentence(names)}
        </>
      )}
    </p>
  );
};
