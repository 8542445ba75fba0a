import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { usePane } from '../client/pane.ts';
import type { Channel } from '../discord/types.ts';
import { channelName } from '../state/names.ts';
import { quickSwitch } from '../state/quick-switch.ts';
import { ChannelIcon } from './channel-icon.tsx';
import { Dialog } from './dialog.tsx';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Goes anywhere by a few letters. */
export const Switcher = ({ onClose }: { onClose: () => void }): JSX.Element => {
  const pane = usePane();
  const world = pane.client.world.value;
  const [typed, setTyped] = useState('');
  const [activeIndex, setActiveIndex] = useState(0);
  const found = quickSwitch(world, typed);
  const active = Math.min(activeIndex, Math.max(0, found.length - 1));
  const choose = (channel: Channel | undefined): void => {
    if (channel === undefined) return;
    onClose();
    pane.go(channel.id);
  };
  return (
    <Dialog title="Go to a channel or person" isTitleHidden class="switcher" onClose={onClose}>
      <input
        class="switcher-input"
        role="combobox"
        aria-label="Where to?"
        aria-expanded={found.length > 0}
        aria-controls="switcher-list"
        aria-activedescendant={found.length > 0 ? `switcher-${active}` : undefined}
        placeholder="Where would you like to go?"
        value={typed}
        autofocus
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setActiveIndex(0);
        }}
        onKeyDown={(event) => {
          const step = STEPS[event.key];
          if (step !== undefined && found.length > 0) {
            event.preventDefault();
            setActiveIndex((active + step + found.length) % found.length);
          } else if (event.key === 'Enter') {
            event.preventDefault();
            choose(found[active]);
          }
        }}
      />
      <div id="switcher-list" role="listbox" aria-label="Channels and people" class="completion-list">
        {found.map((channel, index) => (
          <div
            key={channel.id}
            id={`switcher-${index}`}
            role="option"
            aria-selected={index === active}
            class="completion"
            data-active={index === active}
            onPointerMove={() => setActiveIndex(index)}
            onClick={() => choose(channel)}
          >
            <ChannelIcon channel={channel} size={18} />
            <span>{channelName(world, channel)}</span>
            <small>
              {world.channels.get(channel.parent_id ?? '')?.name ??
                world.guilds.get(channel.guild_id ?? '')?.name ??
                ''}
            </small>
          </div>
        ))}
        {found.length === 0 && <p class="popup-empty">Nothing has this name.</p>}
      </div>
    </Dialog>
  );
};
