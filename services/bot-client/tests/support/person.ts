import type { LocalDiscord } from '@tzurot/local-discord';
import { connectPerson as connect, type OpenedModal } from '@tzurot/local-discord/testing';
import type { APIMessage } from 'discord.js';
import { flatten, readText } from './fits-discord.ts';

/** How long somebody waits before they say that nothing happened. */
const PATIENCE_MS = 8_000;

type Acknowledged = 'acknowledged' | 'failed';
type Values = Readonly<Record<string, string>>;
type OptionValues = Readonly<Record<string, string | number | boolean>>;
type Files = Parameters<Awaited<ReturnType<typeof connect>>['slash']>[3];

/** Somebody at their client: they press and type, and look at what came of it. */
export interface Person {
  /** Uses a command such as `character chat`; resolves when Discord has an acknowledgement, or gave up waiting. */
  use(command: string, options?: OptionValues, files?: Files): Promise<Acknowledged>;
  /** Opens the context menu of a message or a person, and takes an entry. */
  useMenu(label: string, targetId: string): Promise<Acknowledged>;
  /** Says something in the channel. */
  say(content: string): Promise<APIMessage>;
  press(message: APIMessage, label: string): Promise<Acknowledged>;
  pressId(message: APIMessage, customId: string): Promise<Acknowledged>;
  choose(message: APIMessage, value: string): Promise<Acknowledged>;
  /** Sends a form as it was filled, with these values in place of some. */
  submit(modal: OpenedModal, values?: Values): Promise<Acknowledged>;
  /** What is offered while an option is being typed. */
  suggestions(command: string, option: string, typed: string): Promise<{ name: string; value: string | number }[]>;
  /** The first message that says this, of those that came or changed since the last action. */
  see(said: RegExp | string): Promise<APIMessage>;
  /** The modal that the last action opened. */
  seeModal(): Promise<OpenedModal>;
  /** What came or changed since the last action. */
  seen(): APIMessage[];
  /** Everything that this person's connection ever brought. */
  everything(): readonly unknown[];
  /** What stands in the channel for everybody, as text. */
  readChannel(): Promise<string>;
  /** Goes to the direct messages with the bot. */
  goToDirectMessages(): Promise<void>;
  goTo(channelId: string): void;
  leave(): void;
}

/** Connects a person of the default world, who looks at `general`. */
export async function connectPerson({ url, world }: LocalDiscord, name: 'ada' | 'ben' | 'cyn'): Promise<Person> {
  const client = await connect(url, world.people[name].token);
  let channelId: string = world.channels.general;
  let since = 0;

  const begin = () => {
    since = client.socket.payloads.length;
  };
  const seen = () =>
    client.socket.payloads.slice(since).flatMap(({ t, d }) => {
      return t === 'MESSAGE_CREATE' || t === 'MESSAGE_UPDATE' ? [d as APIMessage] : [];
    });

  /** The first event since the last action that fits. */
  async function hear<Data>(what: string, fits: (name: string, data: Data) => boolean): Promise<Data> {
    const isNew = new Set(client.socket.payloads.slice(0, since));
    const found = await client.socket
      .waitForPayload((payload) => !isNew.has(payload) && fits(payload.t ?? '', payload.d as Data), PATIENCE_MS)
      .catch(() => {
        throw new Error(`${name} waited for ${what}, and saw only:\n${seen().map(readText).join('\n---\n')}`);
      });
    return found.d as Data;
  }

  async function act(start: () => Promise<string>): Promise<Acknowledged> {
    begin();
    const id = await start();
    const outcomes = ['INTERACTION_SUCCESS', 'INTERACTION_FAILURE'];
    let outcome = '';
    await hear<{ id: string }>('an acknowledgement', (event, data) => {
      if (!outcomes.includes(event) || data.id !== id) return false;
      outcome = event;
      return true;
    });
    return outcome === 'INTERACTION_SUCCESS' ? 'acknowledged' : 'failed';
  }

  return {
    use: (command, options = {}, files = []) => act(() => client.slash(channelId, command, options, files)),

    useMenu: (label, targetId) => act(() => client.contextMenu(channelId, label, targetId)),

    say: (content) => client.send(channelId, content),

    async press(message, label) {
      const found = flatten(message.components ?? []).find((node) => node['label'] === label);
      if (found === undefined) throw new Error(`no button ${label} in:\n${readText(message)}`);
      return act(() => client.press(message, String(found['custom_id'])));
    },

    pressId: (message, customId) => act(() => client.press(message, customId)),

    async choose(message, value) {
      const menu = flatten(message.components ?? []).find((node) => node['type'] === 3);
      if (menu === undefined) throw new Error(`no menu in:\n${readText(message)}`);
      return act(() => client.press(message, String(menu['custom_id']), [value]));
    },

    submit: (modal, values = {}) => act(() => client.submit(modal, fillIn(modal, values))),

    suggestions: (command, option, typed) => client.autocomplete(channelId, command, option, { [option]: typed }),

    see: (said) =>
      hear<APIMessage>(`a message that says ${said}`, (event, message) => {
        if (event !== 'MESSAGE_CREATE' && event !== 'MESSAGE_UPDATE') return false;
        const text = readText(message);
        return typeof said === 'string' ? text.includes(said) : said.test(text);
      }),

    seeModal: () => hear<OpenedModal>('a modal', (event) => event === 'INTERACTION_MODAL_CREATE'),

    seen,
    everything: () => client.socket.payloads,

    async readChannel() {
      return (await client.history(channelId)).map(readText).join('\n');
    },

    async goToDirectMessages() {
      channelId = (await client.openDirect(world.bot.id)).id;
    },
    goTo(next) {
      channelId = next;
    },
    leave: () => client.close(),
  };
}

/** Every input as it stands in the form, or with the value that was typed. */
function fillIn(modal: OpenedModal, values: Values): Record<string, string | string[]> {
  const inputs = flatten(modal.components).filter((node) => typeof node['custom_id'] === 'string');
  const unknown = Object.keys(values).filter((name) => !inputs.some((node) => node['custom_id'] === name));
  if (unknown.length > 0) throw new Error(`the form ${modal.title} has no input ${unknown.join(', ')}`);
  const filled = inputs.map((node) => {
    const name = String(node['custom_id']);
    const value = values[name] ?? shownIn(modal, name) ?? '';
    return [name, node['type'] === 4 ? value : value === '' ? [] : [value]] as const;
  });
  return Object.fromEntries(filled);
}

/** What an input of a form shows: its text, or the value that is chosen. */
export function shownIn(modal: OpenedModal, name: string): string | undefined {
  const node = flatten(modal.components).find((each) => each['custom_id'] === name);
  if (node === undefined) throw new Error(`the form ${modal.title} has no input ${name}`);
  const options = node['options'] as { value: string; default?: boolean }[] | undefined;
  return options ? options.find((each) => each.default === true)?.value : (node['value'] as string | undefined);
}
