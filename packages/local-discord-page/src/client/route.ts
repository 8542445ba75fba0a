/** One person's screen: who, and where. `channelId` null is the place of direct messages. */
export interface PaneRoute {
  person: string;
  channelId: string | null;
}

/** What the address says after `#`: one person's screen, or two side by side. */
export type Route = readonly [PaneRoute] | readonly [PaneRoute, PaneRoute];

const NOWHERE = '@me';

const toPane = (person: string | undefined, channel: string | undefined): PaneRoute | null =>
  person === undefined || !/^[\w.@-]{1,80}$/u.test(person)
    ? null
    : { person, channelId: channel === undefined || !/^\d{1,20}$/u.test(channel) ? null : channel };

/** Reads `#/ada/123` or `#/ada/123/ben/456`; whatever else it says, `fallback` is shown. */
export const parseRoute = (hash: string, fallback: PaneRoute): Route => {
  const [person, channel, otherPerson, otherChannel] = hash
    .replace(/^#\/?/u, '')
    .split('/')
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });
  const first = toPane(person === '' ? undefined : person, channel) ?? fallback;
  const second = toPane(otherPerson, otherChannel);
  return second === null ? [first] : [first, second];
};

export const formatRoute = (route: Route): string =>
  `#/${route.map((pane) => `${encodeURIComponent(pane.person)}/${pane.channelId ?? NOWHERE}`).join('/')}`;
