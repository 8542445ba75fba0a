import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { usePane } from '../client/pane.ts';
import { spokenText } from '../state/preview-text.ts';

/** Reads new messages of the open channel to those who do not see the screen. */
export const Announcer = (): JSX.Element => {
  const pane = usePane();
  const [said, setSaid] = useState<readonly { key: string; text: string }[]>([]);
  useEffect(
    () =>
      pane.client.onMessage((message) => {
        const world = pane.client.world.value;
        if (message.channel_id !== pane.channelId.value || message.author.id === world.me?.id) return;
        setSaid((before) => [...before.slice(-4), { key: message.id, text: spokenText(world, message) }]);
      }),
    [pane],
  );
  return (
    <div class="visually-hidden" role="log" aria-live="polite" aria-label="New messages">
      {said.map(({ key, text }) => (
        <p key={key}>{text}</p>
      ))}
    </div>
  );
};
