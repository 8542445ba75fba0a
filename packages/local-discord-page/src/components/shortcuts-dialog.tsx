import type { JSX } from 'preact';
import { Dialog } from './dialog.tsx';

const SHORTCUTS: readonly (readonly [string, string])[] = [
  ['Ctrl K', 'Go to a channel or person'],
  ['Alt ↑ / Alt ↓', 'Channel above, channel below'],
  ['Alt 1 / 2 / 3', 'Speak as ada, ben, cyn'],
  ['Enter', 'Send; Shift Enter begins a new line'],
  ['/', 'Commands of the apps'],
  ['@  #  :', 'Complete a name, a channel, an emoji'],
  ['↑ in an empty composer', 'Edit your last message'],
  ['Shift Tab from the composer', 'To the newest message; ↑ ↓ walk through them'],
  ['R  E  +  Delete', 'On a message: reply, edit, react, delete'],
  ['Enter on a message', 'Its menu, with Apps'],
  ['Esc', 'Close, stop replying, go to the newest message'],
  ['Ctrl I', 'Inspector: what the bot hears and says'],
];

/** Which keys do what. */
export const ShortcutsDialog = ({ onClose }: { onClose: () => void }): JSX.Element => (
  <Dialog title="Keyboard shortcuts" onClose={onClose}>
    <dl class="shortcuts">
      {SHORTCUTS.map(([keys, meaning]) => (
        <div key={keys}>
          <dt>
            <kbd>{keys}</kbd>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  </Dialog>
);
