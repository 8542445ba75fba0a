import { RefreshCw, Trash2, TriangleAlert } from 'lucide';
import type { JSX } from 'preact';
import { usePane } from '../client/pane.ts';
import { userName } from '../state/names.ts';
import type { OutgoingMessage as Outgoing } from '../state/world.ts';
import { Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';
import { Markdown } from './markdown.tsx';

/** A message on its way; one that could not be sent waits here for another try. */
export const OutgoingMessage = ({ outgoing }: { outgoing: Outgoing }): JSX.Element => {
  const { client } = usePane();
  const { me } = client.world.value;
  return (
    <li class="message outgoing" data-starts-group="true" data-failed={outgoing.failure !== null}>
      <span class="message-avatar">{me !== null && <Avatar user={me} />}</span>
      <div class="message-main">
        <h3 class="message-header">
          <span class="author">{me !== null && userName(me)}</span>
          {outgoing.failure === null && <span class="message-time">sending…</span>}
        </h3>
        {outgoing.content !== '' && <Markdown text={outgoing.content} />}
        {outgoing.fileNames.map((name, index) => (
          <p key={index} class="outgoing-file">
            {name}
          </p>
        ))}
        {outgoing.failure !== null && (
          <p class="outgoing-failure" role="alert">
            <Icon node={TriangleAlert} size={14} /> {outgoing.failure}
            <button type="button" class="link-button" onClick={() => void client.retry(outgoing.nonce)}>
              <Icon node={RefreshCw} size={14} /> Try again
            </button>
            <button type="button" class="link-button" onClick={() => client.discard(outgoing.nonce)}>
              <Icon node={Trash2} size={14} /> Delete
            </button>
          </p>
        )}
      </div>
    </li>
  );
};
