import { Activity, Columns2, Keyboard, Moon, Sun, X } from 'lucide';
import type { JSX } from 'preact';
import { usePane } from '../client/pane.ts';
import { knownUsers, peopleNames } from '../client/people.ts';
import { isInspectorOpen, theme, toggleInspector, toggleTheme } from '../client/settings.ts';
import type { ConnectionStatus } from '../discord/socket.ts';
import { userName } from '../state/names.ts';
import { Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';

const statusText = (status: ConnectionStatus): string => {
  switch (status.state) {
    case 'ready':
      return 'Online';
    case 'connecting':
      return 'Connecting…';
    case 'reconnecting':
      return 'Reconnecting…';
    case 'refused':
      return 'Refused';
    default:
      return status satisfies never;
  }
};

/** What the switch can do to the screen it stands in. */
export interface PaneControls {
  switchTo: (name: string) => void;
  /** Opens a second screen beside this one; undefined where there are two already. */
  split: (() => void) | undefined;
  /** Closes this screen; undefined where it is the only one. */
  close: (() => void) | undefined;
}

/** The lower left: who one is, and everybody else one press away. */
export const PersonSwitch = ({ controls }: { controls: PaneControls }): JSX.Element => {
  const pane = usePane();
  const { client } = pane;
  const users = knownUsers.value;
  const status = client.status.value;
  return (
    <div class="person-panel">
      <div class="people" role="radiogroup" aria-label="Speak as">
        {peopleNames.map((name, index) => {
          const isCurrent = client.person.name === name;
          const user = isCurrent ? (client.world.value.me ?? users.get(name)) : users.get(name);
          return (
            <button
              key={name}
              type="button"
              role="radio"
              aria-checked={isCurrent}
              class="person"
              title={`Speak as ${name} (Alt+${index + 1})`}
              onClick={() => controls.switchTo(name)}
            >
              {user === undefined ? <span class="avatar person-blank" /> : <Avatar user={user} size={24} />}
              <span>{user === undefined ? name : userName(user)}</span>
            </button>
          );
        })}
      </div>
      <div class="person-tools">
        <span class="connection" data-state={status.state}>
          <i aria-hidden="true" />
          <span role="status">{statusText(status)}</span>
        </span>
        {controls.split !== undefined && (
          <button
            type="button"
            class="icon-button"
            aria-label="Open a second person beside this one"
            title="Two persons side by side"
            onClick={controls.split}
          >
            <Icon node={Columns2} size={18} />
          </button>
        )}
        {controls.close !== undefined && (
          <button
            type="button"
            class="icon-button"
            aria-label="Close this screen"
            title="Close"
            onClick={controls.close}
          >
            <Icon node={X} size={18} />
          </button>
        )}
        <button
          type="button"
          class="icon-button"
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (Ctrl+/)"
          onClick={() => {
            pane.dialog.value = { kind: 'shortcuts' };
          }}
        >
          <Icon node={Keyboard} size={18} />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={theme.value === 'dark' ? 'Use light colours' : 'Use dark colours'}
          title={theme.value === 'dark' ? 'Light' : 'Dark'}
          onClick={toggleTheme}
        >
          <Icon node={theme.value === 'dark' ? Sun : Moon} size={18} />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label="Inspector"
          aria-pressed={isInspectorOpen.value}
          title="What the bot hears and says (Ctrl+I)"
          onClick={toggleInspector}
        >
          <Icon node={Activity} size={18} />
        </button>
      </div>
    </div>
  );
};
