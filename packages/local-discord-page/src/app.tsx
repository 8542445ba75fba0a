import { effect, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { createInspectorLog } from './client/inspector-log.ts';
import { followLongPresses } from './client/long-press.ts';
import { createPane, type Pane } from './client/pane.ts';
import { clientOf, meetEverybody, openClients, peopleNames } from './client/people.ts';
import { formatRoute, type PaneRoute, parseRoute, type Route } from './client/route.ts';
import { isInspectorOpen, toggleInspector } from './client/settings.ts';
import { Inspector } from './components/inspector.tsx';
import { PaneScreen } from './components/pane-screen.tsx';
import { isDmType } from './discord/constants.ts';
import { firstChannel, isVisible } from './state/channel-tree.ts';
import { mentionCount } from './state/unread.ts';

const DEFAULT_PANE: PaneRoute = { person: peopleNames[0] ?? 'ada', channelId: null };

const route = signal<Route>(parseRoute(location.hash, DEFAULT_PANE));

const goTo = (next: Route): void => {
  // The address follows; going back in the browser goes back here.
  if (formatRoute(next) !== location.hash) location.hash = formatRoute(next);
  route.value = next;
};

const withPane = (present: Route, index: number, pane: PaneRoute): Route =>
  present.length === 1 ? [pane] : index === 0 ? [pane, present[1]] : [present[0], pane];

/** Screens are kept, with their drafts, when the person is switched. */
const panes = new Map<string, Pane>();

const paneFor = (index: number, person: string): Pane => {
  const key = `${index} ${person}`;
  const known = panes.get(key);
  if (known !== undefined) return known;
  const pane = createPane(clientOf(person), (channelId) => goTo(withPane(route.value, index, { person, channelId })));
  panes.set(key, pane);
  return pane;
};

/** Another person stays in the same channel, unless it is one that they have no part in. */
const channelAfterSwitch = (current: PaneRoute, index: number, person: string): string | null => {
  const channel = clientOf(current.person).world.value.channels.get(current.channelId ?? '');
  const { client, channelId } = paneFor(index, person);
  if (channel === undefined || isDmType(channel.type)) return channelId.value;
  const isConnected = client.session.value > 0;
  const own = client.world.value.channels.get(channel.id);
  if (!isConnected || (own !== undefined && isVisible(client.world.value, own))) return channel.id;
  return channelId.value ?? firstChannel(client.world.value, channel.guild_id ?? '')?.id ?? null;
};

const switchTo = (index: number, person: string): void => {
  const current = route.value[index];
  if (current === undefined || current.person === person) return;
  goTo(withPane(route.value, index, { person, channelId: channelAfterSwitch(current, index, person) }));
};

const split = (): void => {
  const [first] = route.value;
  const other = peopleNames.find((name) => name !== first.person) ?? first.person;
  goTo([first, { person: other, channelId: channelAfterSwitch(first, 1, other) }]);
};

const close = (index: number): void => {
  const left = route.value[index === 0 ? 1 : 0];
  if (left !== undefined) goTo([left]);
};

const handleKey = (event: KeyboardEvent): void => {
  const isControl = event.ctrlKey || event.metaKey;
  if (isControl && event.key === 'i') toggleInspector();
  else if (event.altKey && /^Digit[1-3]$/u.test(event.code)) {
    const person = peopleNames[Number(event.code.slice(-1)) - 1];
    if (person !== undefined) switchTo(0, person);
  } else if (document.activeElement === document.body && event.key.length === 1 && !isControl && !event.altKey) {
    // Whoever begins to type with the cursor nowhere means the composer; the key goes there.
    const [first] = route.value;
    paneFor(0, first.person).focusComposer.current();
    return;
  } else return;
  event.preventDefault();
};

/** How many messages wait for anybody on the screen, in the title of the tab. */
const watchTitle = (): (() => void) =>
  effect(() => {
    const names = new Set(route.value.map((pane) => pane.person));
    let waiting = 0;
    for (const client of openClients()) {
      if (!names.has(client.person.name)) continue;
      const world = client.world.value;
      for (const channelId of world.reads.keys()) waiting += mentionCount(world, channelId);
    }
    document.title = waiting > 0 ? `(${waiting}) Local Discord` : 'Local Discord';
  });

export const App = (): JSX.Element => {
  const log = useMemo(() => createInspectorLog(new URLSearchParams(location.search).get('world')), []);
  useEffect(() => {
    void meetEverybody();
    const followAddress = (): void => {
      route.value = parseRoute(location.hash, DEFAULT_PANE);
    };
    const hurry = (): void => {
      for (const client of openClients()) client.reconnectNow();
    };
    const stopTitle = watchTitle();
    const stopLongPresses = followLongPresses(document);
    window.addEventListener('hashchange', followAddress);
    window.addEventListener('online', hurry);
    document.addEventListener('keydown', handleKey);
    return () => {
      stopTitle();
      stopLongPresses();
      window.removeEventListener('hashchange', followAddress);
      window.removeEventListener('online', hurry);
      document.removeEventListener('keydown', handleKey);
    };
  }, []);

  const shown = route.value;
  return (
    <div class="app" data-inspector={isInspectorOpen.value}>
      {shown.map((paneRoute, index) => {
        const pane = paneFor(index, paneRoute.person);
        pane.channelId.value = paneRoute.channelId;
        return (
          <PaneScreen
            key={`${index} ${paneRoute.person}`}
            pane={pane}
            controls={{
              switchTo: (name) => switchTo(index, name),
              split: shown.length === 1 ? split : undefined,
              close: shown.length === 1 ? undefined : () => close(index),
            }}
          />
        );
      })}
      {isInspectorOpen.value && <Inspector log={log} />}
    </div>
  );
};
