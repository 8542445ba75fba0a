import { z } from 'zod';
import { CommandIndex, type GivenOptions, toSentCommand } from './command-options.ts';
import {
  allComponents,
  type Component,
  type DiscordMessage,
  DiscordModal,
  isLoading,
  readText,
} from './discord-messages.ts';
import type { DiscordRest } from './discord-rest.ts';
import { choiceNamed, type FormField, fieldsOf, fillForm } from './form-fields.ts';
import { type MessagesSeen, reads } from './messages-seen.ts';
import type { PersonSocket, SocketEvent } from './person-socket.ts';

/** What an application answered, for the person to read and press. */
export interface Answer {
  /** As it stood when it was the answer. */
  readonly message: DiscordMessage;
  /** All of it that there is to read. */
  readonly text: string;
  /** Nobody else sees it. */
  readonly isPrivate: boolean;
  /** The labels of the buttons that can be pressed. */
  readonly buttons: string[];
  /** @returns what came of it: this message changed, or another one beside it */
  presses(label: string): Promise<Answer>;
  /** Presses a button that opens a form. @param beside a text that stands beside the button, where several are labelled alike */
  opens(label: string, beside?: string): Promise<Form>;
  /** Takes a choice from the message's menu. */
  chooses(label: string): Promise<Answer>;
  /** Waits until it reads so. */
  becomes(saying: string | RegExp): Promise<Answer>;
}

/** A form that has opened. */
export interface Form {
  readonly title: string;
  readonly fields: FormField[];
  /** Fills inputs by their labels, leaves the others as they are, and sends it. */
  submits(filled: Readonly<Record<string, string>>): Promise<Answer>;
}

/** Everything that a person's client does with commands, buttons, menus and forms. */
export interface Interactions {
  receive: (event: SocketEvent) => void;
  uses(line: string, given: GivenOptions, channelId: string): Promise<Answer>;
  opens(line: string, given: GivenOptions, channelId: string): Promise<Form>;
  /** Takes an entry from the menu of a message. */
  usesMenu(label: string, message: Pick<DiscordMessage, 'id' | 'channel_id'>): Promise<Answer>;
  /** A message that came by itself, to press its buttons. */
  reads(message: DiscordMessage): Answer;
  /** What is suggested for an option of which so much is typed. */
  suggestions(
    line: string,
    option: string,
    typed: string,
    channelId: string,
  ): Promise<{ name: string; value: unknown }[]>;
}

const TYPE = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;
/** Discord's number of a command in the menu of messages. */
const MESSAGE_COMMAND = 3;
const BUTTON = 2;
const MENU = 3;
const SECTION = 9;
const EPHEMERAL_FLAG = 64;

const Outcome = z.object({ id: z.string().optional(), nonce: z.string().nullish() });
const Suggestion = z.object({ name: z.string(), value: z.unknown() });
export type Suggestion = z.infer<typeof Suggestion>;
const Suggestions = z.object({ nonce: z.string(), choices: z.array(Suggestion) });

export function createInteractions(parts: {
  rest: DiscordRest;
  socket: () => PersonSocket;
  seen: MessagesSeen;
  /** Null for direct messages. */
  guildOf: (channelId: string) => string | null;
}): Interactions {
  const { rest, socket, seen, guildOf } = parts;
  const ids = new Map<string, string>();
  const failed = new Set<string>();
  const modals = new Map<string, DiscordModal>();
  const suggested = new Map<string, Suggestion[]>();
  let lastNonce = BigInt(Date.now()) << 22n;

  /** Sends an interaction, and gives what tells its outcomes from those of others. */
  async function send(
    type: number,
    {
      applicationId,
      channelId,
      messageId,
      data,
    }: { applicationId: string; channelId: string; messageId?: string; data: object },
  ): Promise<{ nonce: string; since: number }> {
    const nonce = String(++lastNonce);
    const since = seen.now();
    const guildId = guildOf(channelId);
    await rest('POST', '/interactions', {
      body: {
        type,
        application_id: applicationId,
        ...(guildId !== null && { guild_id: guildId }),
        channel_id: channelId,
        ...(messageId !== undefined && { message_id: messageId }),
        session_id: socket().sessionId,
        nonce,
        data,
      },
    });
    return { nonce, since };
  }

  function refuseFailed(nonce: string): void {
    if (failed.has(nonce)) throw new Error('the application did not respond: the interaction failed');
  }

  async function answerTo(
    what: string,
    { nonce, since }: { nonce: string; since: number },
    pressed?: DiscordMessage,
  ): Promise<Answer> {
    const message = await socket().until(`the answer to ${what}`, () => {
      refuseFailed(nonce);
      const own = ids.get(nonce);
      return seen
        .find({})
        .find(
          ({ id, interaction_metadata: metadata }) =>
            seen.changedAt(id) > since && (id === pressed?.id || (own !== undefined && metadata?.id === own)),
        );
    });
    return toAnswer(message);
  }

  /** @param origin the message whose button opened it; the answer may come in its place */
  async function formOf(what: string, nonce: string, origin?: DiscordMessage): Promise<Form> {
    const modal = await socket().until(`the form of ${what}`, () => {
      refuseFailed(nonce);
      return modals.get(nonce);
    });
    return {
      title: modal.title,
      fields: fieldsOf(modal),
      async submits(filled) {
        const { id, custom_id: customId, channel_id: channelId, application } = modal;
        const data = { id, custom_id: customId, components: fillForm(modal, filled), attachments: [] };
        const sent = await send(TYPE.modal, { applicationId: application.id, channelId, data });
        return answerTo(`the form ${modal.title}`, sent, origin);
      },
    };
  }

  function toAnswer(answered: DiscordMessage): Answer {
    const { id } = answered;
    /** What is pressed is what stands there now. */
    const current = () => {
      const message = seen.get(id);
      if (message === undefined) throw new Error(`the answer ${id} was deleted: ${readText(answered)}`);
      return message;
    };
    const press = async (message: DiscordMessage, component: Component, data: object) =>
      send(TYPE.component, {
        applicationId: message.application_id ?? message.author.id,
        channelId: message.channel_id,
        messageId: id,
        data: { component_type: component.type, custom_id: component['custom_id'], ...data },
      });
    return {
      message: answered,
      text: readText(answered),
      isPrivate: ((answered.flags ?? 0) & EPHEMERAL_FLAG) !== 0,
      buttons: buttonsOf(answered).map((button) => String(button['label'])),
      async presses(label) {
        const message = current();
        return answerTo(`the button ${label}`, await press(message, buttonNamed(message, label), {}), message);
      },
      async opens(label, beside) {
        const message = current();
        const { nonce } = await press(message, buttonNamed(message, label, beside), {});
        return formOf(`the button ${label}`, nonce, message);
      },
      async chooses(label) {
        const message = current();
        const menu = allComponents(message.components).find(({ type }) => type === MENU);
        if (menu === undefined) throw new Error(`there is no menu on: ${readText(message)}`);
        const data = { type: menu.type, values: [choiceNamed(menu, label)] };
        return answerTo(`the choice ${label}`, await press(message, menu, data), message);
      },
      async becomes(saying) {
        const fits = (message: DiscordMessage | undefined) =>
          message !== undefined && !isLoading(message) && reads(message, saying);
        const changed = await socket().until(`${readText(current())} to become ${saying}`, () =>
          fits(seen.get(id)) ? seen.get(id) : undefined,
        );
        return toAnswer(changed);
      },
    };
  }

  async function commandIndexOf(channelId: string): Promise<CommandIndex> {
    const guildId = guildOf(channelId);
    const place = guildId === null ? `/channels/${channelId}` : `/guilds/${guildId}`;
    return CommandIndex.parse(await rest('GET', `${place}/application-command-index`));
  }

  async function sendCommand(line: string, given: GivenOptions, channelId: string, focused?: string) {
    const command = toSentCommand(line, given, await commandIndexOf(channelId), focused);
    return send(focused === undefined ? TYPE.command : TYPE.autocomplete, { ...command, channelId });
  }

  return {
    receive({ name, data }) {
      switch (name) {
        case 'INTERACTION_CREATE':
        case 'INTERACTION_SUCCESS': {
          const { id, nonce } = Outcome.parse(data);
          if (id !== undefined && typeof nonce === 'string') ids.set(nonce, id);
          break;
        }
        case 'INTERACTION_FAILURE': {
          const { nonce } = Outcome.parse(data);
          if (typeof nonce === 'string') failed.add(nonce);
          break;
        }
        case 'INTERACTION_MODAL_CREATE': {
          const modal = DiscordModal.parse(data);
          if (modal.nonce !== undefined) modals.set(modal.nonce, modal);
          break;
        }
        case 'APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE': {
          const { nonce, choices } = Suggestions.parse(data);
          suggested.set(nonce, choices);
          break;
        }
      }
    },
    async uses(line, given, channelId) {
      return answerTo(line, await sendCommand(line, given, channelId));
    },
    async opens(line, given, channelId) {
      return formOf(line, (await sendCommand(line, given, channelId)).nonce);
    },
    async usesMenu(label, { id, channel_id: channelId }) {
      const index = await commandIndexOf(channelId);
      const command = index.application_commands.find(({ name, type }) => name === label && type === MESSAGE_COMMAND);
      if (command === undefined) throw new Error(`messages have no menu entry ${label}`);
      const { application_id: applicationId, ...known } = command;
      const data = { id: known.id, name: label, type: MESSAGE_COMMAND, version: known.version, target_id: id };
      return answerTo(label, await send(TYPE.command, { applicationId, channelId, data }));
    },
    reads: toAnswer,
    async suggestions(line, option, typed, channelId) {
      const { nonce } = await sendCommand(line, { [option]: typed }, channelId, option);
      return socket().until(`suggestions for ${line} ${option}`, () => suggested.get(nonce));
    },
  };
}

function buttonsOf({ components }: DiscordMessage): Component[] {
  return allComponents(components).filter(({ type, disabled }) => type === BUTTON && disabled !== true);
}

function buttonNamed(message: DiscordMessage, label: string, beside?: string): Component {
  const candidates = beside === undefined ? buttonsOf(message) : buttonsBeside(message, beside);
  const button = candidates.find((each) => each['label'] === label);
  if (button !== undefined) return button;
  const labels = candidates.map((each) => String(each['label']));
  throw new Error(`there is no button ${label} to press, only ${labels.join(', ')} on: ${readText(message)}`);
}

/** The buttons of the sections whose text says so. */
function buttonsBeside(message: DiscordMessage, saying: string): Component[] {
  const sections = allComponents(message.components).filter(({ type }) => type === SECTION);
  return sections
    .filter((section) => readText({ ...message, content: '', components: [section] }).includes(saying))
    .flatMap((section) => buttonsOf({ ...message, components: [section] }));
}
