import { signal } from '@preact/signals';
import { createRest } from '../discord/rest.ts';
import type { User } from '../discord/types.ts';
import { type Client, createClient, type Person } from './client.ts';

const API = '/api/v10';

/** A world other than the one that is there from the start: `?world=name` in the address, as tests use. */
const worldName = new URLSearchParams(location.search).get('world');

const toPerson = (name: string): Person => ({
  name,
  token: worldName === null || worldName === '' ? `user.${name}` : `user.${name}@${worldName}`,
});

/** The people of every world, in the order of the switch. */
export const peopleNames: readonly string[] = ['ada', 'ben', 'cyn'];

/** Who these people are, once the server said so. */
export const knownUsers = signal<ReadonlyMap<string, User>>(new Map());

const restFor = (person: Person): ReturnType<typeof createRest> => createRest({ baseUrl: API, token: person.token });

/** Asks for names and pictures, so that the switch can show people who have not been spoken as yet. */
export const meetEverybody = async (): Promise<void> => {
  await Promise.all(
    peopleNames.map(async (name) => {
      try {
        const user = await restFor(toPerson(name))<User>('GET', '/users/@me');
        knownUsers.value = new Map(knownUsers.value).set(name, user);
      } catch {
        // Whoever is not there is shown by name only, and says why when chosen.
      }
    }),
  );
};

/** The gateway as the page may reach it: the server's own path, on the host that the page came from. */
const reachable = (url: string): string => {
  const target = new URL(url);
  target.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  target.host = location.host;
  return target.href;
};

const clients = new Map<string, Client>();

/** The client of a person. It stays connected once made, so that switching is instant and nothing goes unread. */
export const clientOf = (name: string): Client => {
  const known = clients.get(name);
  if (known !== undefined) return known;
  const person = toPerson(name);
  const client = createClient({
    person,
    rest: restFor(person),
    openSocket: (url, { onMessage, onClose }) => {
      const socket = new WebSocket(reachable(url));
      socket.addEventListener('message', ({ data }) => onMessage(data));
      socket.addEventListener('close', ({ code, reason }) => onClose(code, reason));
      return socket;
    },
  });
  clients.set(name, client);
  return client;
};

/** Every client that is connected. */
export const openClients = (): Iterable<Client> => clients.values();
