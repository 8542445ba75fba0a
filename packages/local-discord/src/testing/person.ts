import type {
  APIApplicationCommand,
  APIChannel,
  APIMessage,
  APIModalInteractionResponseCallbackData,
  APIUser,
} from 'discord-api-types/v10';
import type { SentOption } from '../forms/interaction.ts';
import { type Answered, callApi, type FileToSend } from './api-call.ts';
import { type GatewaySocket, openSocket } from './socket.ts';

/** What an application opened in front of a person. */
export type OpenedModal = APIModalInteractionResponseCallbackData & {
  readonly id: string;
  readonly channel_id: string;
  readonly application: { readonly id: string };
};

/** A person at their client: calls the routes and hears the events that Discord's own client does. */
export interface Person {
  readonly user: APIUser;
  readonly sessionId: string;
  readonly socket: GatewaySocket;
  call<Body = unknown>(
    method: string,
    path: string,
    body?: unknown,
    files?: readonly FileToSend[],
  ): Promise<Answered<Body>>;
  /** Says something. @throws Error when it is refused */
  send(channelId: string, content: string | object, files?: readonly FileToSend[]): Promise<APIMessage>;
  /** The direct channel with somebody. */
  openDirect(userId: string): Promise<APIChannel>;
  history(channelId: string): Promise<APIMessage[]>;
  /**
   * Uses a chat command, such as `character create`; options by name, files by their number ("0") in `files`.
   * @returns the interaction's id
   */
  slash(
    channelId: string,
    command: string,
    options?: Record<string, string | number | boolean>,
    files?: readonly FileToSend[],
  ): Promise<string>;
  /** Types into an option of a chat command. @returns the choices that come back */
  autocomplete(
    channelId: string,
    command: string,
    focused: string,
    options: Record<string, string | number>,
  ): Promise<{ name: string; value: string | number }[]>;
  /** Uses a command of the Apps menu on a user or message. */
  contextMenu(channelId: string, command: string, targetId: string): Promise<string>;
  /** Presses a button or picks from a menu. */
  press(message: APIMessage, customId: string, values?: readonly string[]): Promise<string>;
  /** Waits for the modal that answers an interaction. */
  modal(interactionId: string): Promise<OpenedModal>;
  /** Fills in and sends a modal; inputs by custom id, uploads by their number ("0") in `files`. */
  submit(
    modal: OpenedModal,
    inputs: Record<string, string | boolean | readonly string[]>,
    files?: readonly FileToSend[],
  ): Promise<string>;
  close(): void;
}

/** Logs a person in. @param token such as `user.ada` */
export async function connectPerson(baseUrl: string, token: string): Promise<Person> {
  const socket = openSocket(baseUrl);
  await socket.waitForPayload(({ op }) => op === 10);
  socket.send(2, { token, properties: { os: 'linux', browser: 'test', device: '' } });
  const ready = await socket.waitFor<{ user: APIUser; session_id: string }>('READY');

  const call: Person['call'] = (method, path, body, files) => callApi(baseUrl, token, method, path, body, files);

  async function expectOk<Body>(answer: Promise<Answered>): Promise<Body> {
    const { status, body } = await answer;
    if (status >= 400) throw new Error(`${ready.user.username} was answered ${status}: ${JSON.stringify(body)}`);
    return body as Body;
  }

  async function placeOf(channelId: string): Promise<{ channel_id: string; guild_id?: string }> {
    const channel = await expectOk<{ guild_id?: string }>(call('GET', `/channels/${channelId}`));
    return { channel_id: channelId, ...(channel.guild_id ? { guild_id: channel.guild_id } : {}) };
  }

  async function findCommand(channelId: string, name: string, type: number): Promise<APIApplicationCommand> {
    const index = await expectOk<{ application_commands: APIApplicationCommand[] }>(
      call('GET', `/channels/${channelId}/application-command-index`),
    );
    const found = index.application_commands.find((each) => each.name === name && (each.type as number) === type);
    if (!found) {
      const known = index.application_commands.map((each) => each.name).join(', ') || 'none';
      throw new Error(`${ready.user.username} sees no command ${name} here; there are: ${known}`);
    }
    return found;
  }

  /** Posts an interaction. @returns its id, from the event that says it was made */
  async function interact(body: Record<string, unknown>, files: readonly FileToSend[] = []): Promise<string> {
    const nonce = `${Date.now()}${Math.floor(Math.random() * 1e9)}`;
    await expectOk(call('POST', '/interactions', { ...body, session_id: ready.session_id, nonce }, files));
    const made = await socket.waitFor<{ id: string; nonce?: string }>(
      'INTERACTION_CREATE',
      (data) => data.nonce === nonce,
    );
    return made.id;
  }

  async function commandData(
    channelId: string,
    spoken: string,
    options: Record<string, string | number | boolean>,
    focused?: string,
  ) {
    const [name = '', ...below] = spoken.split(' ');
    const command = await findCommand(channelId, name, 1);
    const data = {
      id: command.id,
      name,
      type: 1,
      version: command.version,
      options: nest(command, below, options, focused),
    };
    return { application_id: command.application_id, data };
  }

  return {
    user: ready.user,
    sessionId: ready.session_id,
    socket,
    call,
    send: (channelId, content, files) =>
      expectOk(
        call('POST', `/channels/${channelId}/messages`, typeof content === 'string' ? { content } : content, files),
      ),
    openDirect: (userId) => expectOk(call('POST', '/users/@me/channels', { recipients: [userId] })),
    history: (channelId) => expectOk(call('GET', `/channels/${channelId}/messages?limit=100`)),
    async slash(channelId, spoken, options = {}, files = []) {
      const where = await placeOf(channelId);
      return interact({ type: 2, ...where, ...(await commandData(channelId, spoken, options)) }, files);
    },
    async autocomplete(channelId, spoken, focused, options) {
      const id = await interact({
        type: 4,
        ...(await placeOf(channelId)),
        ...(await commandData(channelId, spoken, options, focused)),
      });
      const answer = await socket.waitFor<{ id: string; choices: { name: string; value: string | number }[] }>(
        'APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE',
        (data) => data.id === id,
      );
      return answer.choices;
    },
    async contextMenu(channelId, name, targetId) {
      const command = await findCommand(channelId, name, 3).catch(() => findCommand(channelId, name, 2));
      return interact({
        type: 2,
        ...(await placeOf(channelId)),
        application_id: command.application_id,
        data: { id: command.id, name, type: command.type, version: command.version, target_id: targetId },
      });
    },
    async press(message, customId, values) {
      const type = componentType(message.components ?? [], customId);
      return interact({
        type: 3,
        ...(await placeOf(message.channel_id)),
        application_id: message.application_id ?? message.author.id,
        message_id: message.id,
        data: { component_type: type ?? 2, custom_id: customId, ...(values ? { values } : {}) },
      });
    },
    modal: (id) => socket.waitFor<OpenedModal>('INTERACTION_MODAL_CREATE', (data) => data.id === id),
    async submit(modal, inputs, files = []) {
      const data = { id: modal.id, custom_id: modal.custom_id, components: fillIn(modal.components, inputs) };
      const where = await placeOf(modal.channel_id);
      return interact({ type: 5, ...where, application_id: modal.application.id, data }, files);
    },
    close: () => socket.close(),
  };
}

interface KnownOption {
  readonly name: string;
  readonly type: number;
  readonly options?: readonly KnownOption[];
}

/** Options as a client sends them: values inside the sub-command that was spoken. */
function nest(
  command: APIApplicationCommand,
  below: readonly string[],
  values: Record<string, string | number | boolean>,
  focused: string | undefined,
): SentOption[] {
  const at = (known: readonly KnownOption[], path: readonly string[]): SentOption[] => {
    const [name, ...rest] = path;
    if (name !== undefined) {
      const branch = known.find((each) => each.name === name);
      return [{ type: branch?.type ?? 1, name, options: at(branch?.options ?? [], rest) }];
    }
    return Object.entries(values).map(([key, value]) => ({
      type: known.find((each) => each.name === key)?.type ?? 3,
      name: key,
      value,
      ...(key === focused ? { focused: true } : {}),
    }));
  };
  return at(command.options ?? [], below);
}

function componentType(components: readonly object[], customId: string): number | undefined {
  for (const component of components) {
    const node = component as { type: number; custom_id?: string; components?: object[]; accessory?: object };
    if (node.custom_id === customId) return node.type;
    const found = componentType([...(node.components ?? []), ...(node.accessory ? [node.accessory] : [])], customId);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The modal's own components with what was typed, as clients send them back. */
function fillIn(components: readonly object[], inputs: Record<string, string | boolean | readonly string[]>): object[] {
  return components.flatMap((component): object[] => {
    const node = component as { type: number; custom_id?: string; components?: object[]; component?: object };
    if (node.components) return [{ type: node.type, components: fillIn(node.components, inputs) }];
    if (node.component) return [{ type: node.type, component: fillIn([node.component], inputs)[0] }];
    if (node.custom_id === undefined) return [];
    const entered = inputs[node.custom_id];
    if (entered === undefined)
      return [{ type: node.type, custom_id: node.custom_id, ...(node.type === 4 ? { value: '' } : {}) }];
    const answer = typeof entered === 'object' ? { values: entered } : { value: entered };
    return [{ type: node.type, custom_id: node.custom_id, ...answer }];
  });
}
