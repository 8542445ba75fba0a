import type { WorldIds } from '@tzurot/local-discord';
import { flatten, readText } from './fits-discord.ts';

/** How long somebody waits before they say that nothing happened. */
const PATIENCE_MS = 8_000;

export interface SeenMessage {
  id: string;
  channel_id: string;
  content: string;
  components: object[];
  flags: number;
  author: { id: string };
}

export interface SeenModal {
  custom_id: string;
  title: string;
  channel_id: string;
  components: object[];
}

type Place = { channelId: string; guildId?: string };
type Event = { name: string; data: Record<string, unknown> };
type Acknowledged = 'acknowledged' | 'failed';

/** Somebody with a Discord client: they press and type, and see what their own connection brings. */
export interface Person {
  /** Uses `/character chat` with its options; resolves when Discord has an acknowledgement, or gave up. */
  use(path: string, options?: Record<string, string>): Promise<Acknowledged>;
  press(message: SeenMessage, label: string): Promise<Acknowledged>;
  /** Presses whatever has this custom id, whether it is there or not. */
  pressId(message: SeenMessage, customId: string): Promise<Acknowledged>;
  choose(message: SeenMessage, value: string): Promise<Acknowledged>;
  submit(modal: SeenModal, values?: Record<string, string>): Promise<Acknowledged>;
  /** What is offered while an option is being typed. */
  suggestions(path: string, option: string, typed: string): Promise<{ name: string; value: string }[]>;
  /** The newest message that says this, of those that came or changed since the last action. */
  see(said: RegExp | string): Promise<SeenMessage>;
  /** The modal that the last action opened. */
  seeModal(): Promise<SeenModal>;
  /** Everything that came or changed since the last action. */
  seen(): SeenMessage[];
  /** Goes elsewhere: the following happens there. */
  goTo(place: Place): void;
  leave(): void;
}

interface Command {
  id: string;
  version: string;
  name: string;
  options?: Command[];
}

/** Connects with a person's token, as Discord's own client does. */
export async function connectPerson(url: string, world: WorldIds, token: string): Promise<Person> {
  const events: Event[] = [];
  const waiting = new Set<() => void>();
  let since = 0;
  let place: Place = { channelId: world.channels.general, guildId: world.guild.id };
  let nextNonce = 1;

  const socket = await openSocket(url, token, (event) => {
    events.push(event);
    for (const check of waiting) check();
  });

  async function rest<Body>(method: string, path: string, body?: object): Promise<Body> {
    const response = await fetch(`${url}/api/v10${path}`, {
      method,
      headers: { authorization: token, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Body;
  }

  async function waitFor<Found>(what: string, find: () => Found | undefined): Promise<Found> {
    const { promise, resolve, reject } = Promise.withResolvers<Found>();
    const check = () => {
      const found = find();
      if (found !== undefined) resolve(found);
    };
    const timer = setTimeout(() => {
      const heard = events.slice(since).map(({ name, data }) => `${name} ${readText(data)}`);
      reject(new Error(`waited for ${what}, and heard only:\n${heard.join('\n')}`));
    }, PATIENCE_MS);
    waiting.add(check);
    check();
    return promise.finally(() => {
      clearTimeout(timer);
      waiting.delete(check);
    });
  }

  const findEvent = (name: string, nonce: string) =>
    events.findLast((event) => event.name === name && event.data['nonce'] === nonce);

  async function interact(body: object): Promise<{ nonce: string; outcome: Promise<Acknowledged> }> {
    const nonce = String(nextNonce++);
    since = events.length;
    await rest('POST', '/interactions', {
      application_id: world.bot.applicationId,
      ...(place.guildId !== undefined && { guild_id: place.guildId }),
      channel_id: place.channelId,
      session_id: socket.sessionId,
      nonce,
      ...body,
    });
    const outcome = () =>
      waitFor('an acknowledgement', (): Acknowledged | undefined => {
        if (findEvent('INTERACTION_SUCCESS', nonce)) return 'acknowledged';
        return findEvent('INTERACTION_FAILURE', nonce) ? 'failed' : undefined;
      });
    return { nonce, outcome: outcome() };
  }

  async function act(body: object): Promise<Acknowledged> {
    return (await interact(body)).outcome;
  }

  async function commandData(path: string, options: object[]): Promise<object> {
    const [name = '', ...words] = path.split(' ');
    const index = await rest<{ application_commands: Command[] }>(
      'GET',
      place.guildId === undefined
        ? `/channels/${place.channelId}/application-command-index`
        : `/guilds/${place.guildId}/application-command-index`,
    );
    const command = index.application_commands.find((each) => each.name === name);
    if (command === undefined) throw new Error(`${token} sees no command /${name}`);
    const nested = words.toReversed().reduce<object[]>((inner, word, depth) => {
      return [{ type: depth === 0 ? 1 : 2, name: word, options: inner }];
    }, options);
    return { id: command.id, version: command.version, name, type: 1, options: nested };
  }

  function press(message: SeenMessage, component: Record<string, unknown>, values?: string[]): Promise<Acknowledged> {
    return act({
      type: 3,
      message_id: message.id,
      message_flags: message.flags,
      data: { component_type: component['type'], custom_id: component['custom_id'], ...(values && { values }) },
    });
  }

  const seen = () =>
    events
      .slice(since)
      .filter(({ name }) => name === 'MESSAGE_CREATE' || name === 'MESSAGE_UPDATE')
      .map(({ data }) => data as unknown as SeenMessage);

  return {
    async use(path, options = {}) {
      const given = Object.entries(options).map(([name, value]) => ({ type: 3, name, value }));
      return act({ type: 2, data: await commandData(path, given) });
    },

    async press(message, label) {
      const found = flatten(message.components).find((node) => node['label'] === label);
      if (found === undefined) throw new Error(`no button ${label} in:\n${readText(message)}`);
      return press(message, found);
    },

    pressId: (message, customId) => press(message, { type: 2, custom_id: customId }),

    async choose(message, value) {
      const menu = flatten(message.components).find((node) => node['type'] === 3);
      if (menu === undefined) throw new Error(`no menu in:\n${readText(message)}`);
      return press(message, menu, [value]);
    },

    submit: (modal, values = {}) =>
      act({ type: 5, data: { custom_id: modal.custom_id, components: fillIn(modal, values) } }),

    async suggestions(path, option, typed) {
      const focused = [{ type: 3, name: option, value: typed, focused: true }];
      const { nonce } = await interact({ type: 4, data: await commandData(path, focused) });
      const event = await waitFor('suggestions', () => findEvent('APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE', nonce));
      return event.data['choices'] as { name: string; value: string }[];
    },

    see: (said) =>
      waitFor(`a message that says ${said}`, () =>
        seen().findLast((message) => {
          const text = readText(message);
          return typeof said === 'string' ? text.includes(said) : said.test(text);
        }),
      ),

    seeModal: () =>
      waitFor('a modal', () => {
        const event = events.slice(since).findLast(({ name }) => name === 'INTERACTION_MODAL_CREATE');
        return event?.data as SeenModal | undefined;
      }),

    seen,
    goTo(next) {
      place = next;
    },
    leave: () => socket.close(),
  };
}

/** What a client sends for a modal: its inputs as they were filled, with these values in place of some. */
function fillIn(modal: SeenModal, values: Record<string, string>): object[] {
  const known = flatten(modal.components).map((node) => node['custom_id']);
  const missing = Object.keys(values).filter((name) => !known.includes(name));
  if (missing.length > 0) throw new Error(`the modal ${modal.title} has no input ${missing.join(', ')}`);
  return modal.components.map((label) => {
    const { id, component } = label as { id: number; component: Record<string, unknown> };
    const { type, custom_id: name } = component;
    const typed = values[String(name)];
    if (type === 4)
      return {
        type: 18,
        id,
        component: { type, id: component['id'], custom_id: name, value: typed ?? component['value'] ?? '' },
      };
    const options = component['options'] as { value: string; default?: boolean }[];
    const chosen =
      typed === undefined ? options.filter((each) => each.default === true).map(({ value }) => value) : [typed];
    return {
      type: 18,
      id,
      component: { type, id: component['id'], custom_id: name, values: chosen.filter((each) => each !== '') },
    };
  });
}

/** What an input of a modal shows. */
export function shownIn(modal: SeenModal, name: string): string | undefined {
  const node = flatten(modal.components).find((each) => each['custom_id'] === name);
  if (node === undefined) throw new Error(`the modal ${modal.title} has no input ${name}`);
  const options = node['options'] as { value: string; default?: boolean }[] | undefined;
  return options ? options.find((each) => each.default === true)?.value : (node['value'] as string | undefined);
}

async function openSocket(
  url: string,
  token: string,
  onEvent: (event: Event) => void,
): Promise<{ sessionId: string; close(): void }> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/?v=10&encoding=json`);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let heartbeat: NodeJS.Timeout | undefined;
  socket.addEventListener('message', ({ data }) => {
    const payload = JSON.parse(String(data)) as { op: number; t: string | null; d: Record<string, unknown> };
    if (payload.op === 10) {
      socket.send(
        JSON.stringify({ op: 2, d: { token, properties: { os: 'linux', browser: 'test', device: 'test' } } }),
      );
      heartbeat = setInterval(
        () => socket.send(JSON.stringify({ op: 1, d: null })),
        Number(payload.d['heartbeat_interval']),
      );
    }
    if (payload.op !== 0) return;
    if (payload.t === 'READY') resolve(String(payload.d['session_id']));
    onEvent({ name: payload.t ?? '', data: payload.d });
  });
  socket.addEventListener('close', ({ code, reason }) => {
    clearInterval(heartbeat);
    reject(new Error(`the connection of ${token} was closed: ${code} ${reason}`));
  });
  return { sessionId: await promise, close: () => socket.close() };
}
