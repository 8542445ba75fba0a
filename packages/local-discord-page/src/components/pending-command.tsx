import { TriangleAlert } from 'lucide';
import type { JSX } from 'preact';
import { usePane } from '../client/pane.ts';
import type { PendingInteraction } from '../state/world.ts';
import { Dots } from './dots.tsx';
import { Icon } from './icon.tsx';

/** A command or form that an app has not answered yet, or never did. */
export const PendingCommand = ({ pending }: { pending: PendingInteraction }): JSX.Element => {
  const { client } = usePane();
  return (
    <li class="pending-command" data-failed={pending.failure !== null}>
      {pending.failure === null ? (
        <span role="status">
          <Dots />
          Sending <strong>{pending.label}</strong>…
        </span>
      ) : (
        <span role="alert">
          <Icon node={TriangleAlert} size={14} /> <strong>{pending.label}</strong> {pending.failure}
          <button type="button" class="link-button" onClick={() => client.dismissInteraction(pending.nonce)}>
            Dismiss
          </button>
        </span>
      )}
    </li>
  );
};
