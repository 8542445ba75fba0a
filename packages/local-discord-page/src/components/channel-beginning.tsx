import type { JSX } from 'preact';
import { usePane } from '../client/pane.ts';
import { isDmType, isThreadType } from '../discord/constants.ts';
import type { Channel } from '../discord/types.ts';
import { channelName } from '../state/names.ts';
import { Avatar } from './avatar.tsx';
import { ChannelIcon, channelKind } from './channel-icon.tsx';

const HowToTalk = (): JSX.Element => (
  <p class="beginning-hint">
    Write <code class="code">@Lilith hello</code> to talk with a character, or <code class="code">/</code> to see what
    the apps here can do.
  </p>
);

/** What stands above the first message of a channel. */
export const ChannelBeginning = ({ channel }: { channel: Channel }): JSX.Element => {
  const world = usePane().client.world.value;
  const name = channelName(world, channel);
  const other = channel.recipients?.find(({ id }) => id !== world.me?.id);
  if (isDmType(channel.type) && other !== undefined) {
    return (
      <header class="beginning">
        <Avatar user={other} size={80} />
        <h2>{name}</h2>
        <p>
          This is the beginning of your direct messages with <strong>{name}</strong>. Nobody else reads them.
        </p>
        {other.bot === true && <HowToTalk />}
      </header>
    );
  }
  const isThread = isThreadType(channel.type);
  return (
    <header class="beginning">
      <span class="beginning-icon">
        <ChannelIcon channel={channel} size={40} />
      </span>
      <h2>{isThread ? name : `Welcome to #${name}!`}</h2>
      <p>{isThread ? 'This thread begins here.' : `This is the start of this ${channelKind(channel)}.`}</p>
      {!isThread && <HowToTalk />}
    </header>
  );
};
