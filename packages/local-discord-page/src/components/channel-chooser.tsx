import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { usePane } from '../client/pane.ts';
import type { Channel } from '../discord/types.ts';
import { channelName } from '../state/names.ts';
import { quickSwitch } from '../state/quick-switch.ts';
import { ChannelIcon } from './channel-icon.tsx';
import { Dialog } from './dialog.tsx';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

interface ChannelChooserProps {
  title: string;
  label: string;
  placeholder: string;
  /** Which channels are offered; all that the person may see unless said. */
  fits?: (channel: Channel) => boolean;
  onChoose: (channel: Channel) => void;
  onClose: () => void;
}

/** Finds a channel or person by a few letters. */
export const ChannelChooser = ({
  title,
  label,
  placeholder,
  fits = () => true,
  onChoose,
  onClose,
}: ChannelChooserProps): JSX.Element => {
  const world = usePane().client.world.value;
  const id = useId();
  const [typed, setTyped] = useState('');
  const [activeIndex, setActiveIndex] = useState(0);
  const found = quickSwitch(world, typed, fits);
  const active = Math.min(activeIndex, Math.max(0, found.length - 1));
  const choose = (channel: Channel | undefined): void => {
    if (channel === undefined) return;
    onClose();
    onChoose(channel);
  };
  return (
    <Dialog title={title} isTitleHidden class="switcher" onClose={onClose}>
      <input
        class="switcher-input"
        role="combobox"
        aria-label={label}
        aria-expanded={found.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={found.length > 0 ? `${id}-${active}` : undefined}
        placeholder={placeholder}
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
      <div id={`${id}-list`} role="listbox" aria-label="Channels and people" class="completion-list">
        {found.map((channel, index) => (
          <div
            key={channel.id}
            id={`${id}-${index}`}
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
