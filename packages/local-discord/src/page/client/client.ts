import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { type CommandDraft, draftLabel, toInteractionData } from '../commands/command-draft.ts';
import type { CommandIndex } from '../commands/command-list.ts';
import { hasFlag, InteractionType, isDmType, MessageFlag } from '../discord/constants.ts';
import { type Rest, RestError, type Upload } from '../discord/rest.ts';
import { makeNonce } from '../discord/snowflake.ts';
import { type ConnectionStatus, connectGateway, type OpenSocket } from '../discord/socket.ts';
import type { Channel, Command, CommandChoice, CustomEmoji, Member, Message, Modal, User } from '../discord/types.ts';
import { applyEvent, expireTyping, type GatewayEvent } from '../state/apply-event.ts';
import { appendPage, findMessage, listAround, PAGE_SIZE, prependPage, startList } from '../state/message-list.ts';
import { emojiPath } from '../state/reactions.ts';
import { emptyWorld, type PendingInteraction, type World, withEntry } from '../state/world.ts';

/** A person who can be spoken as here. */
export interface Person {
  /** The word after `user.` in the token, for example `ada`. */
  name: string;
  token: string;
}

export interface ClientOptions {
  person: Person;
  rest: Rest;
  openSocket: OpenSocket;
  now?: () => number;
}

export interface OutgoingDraft {
  content: string;
  files: readonly Upload[];
  replyTo: { message: Message; ping: boolean } | null;
}

/** One person's client: what they know, and what they can do. Every action is a route that Discord's own client calls. */
export interface Client {
  person: Person;
  world: ReadonlySignal<World>;
  status: ReadonlySignal<ConnectionStatus>;
  /** Counts fresh sessions; whatever was loaded before the last one is gone. */
  session: ReadonlySignal<number>;
  /** A sentence about the last thing that did not work, until it is dismissed. */
  problem: ReadonlySignal<string | null>;
  dismissProblem: () => void;
  /** Called for each message that arrives over the socket. Gives back what unsubscribes. */
  onMessage: (listen: (message: Message) => void) => () => void;
  close: () => void;
  reconnectNow: () => void;

  loadNewest: (channelId: string) => Promise<void>;
  loadOlder: (channelId: string) => Promise<void>;
  loadNewer: (channelId: string) => Promise<void>;
  loadAround: (channelId: string, messageId: string) => Promise<void>;
  markRead: (channelId: string) => void;
  markUnreadFrom: (message: Message) => void;

  send: (channelId: string, draft: OutgoingDraft) => Promise<void>;
  retry: (nonce: string) => Promise<void>;
  discard: (nonce: string) => void;
  edit: (message: Message, content: string) => Promise<void>;
  remove: (message: Message) => Promise<void>;
  /** Hides an ephemeral message, which exists only on this person's screen. */
  dismiss: (message: Message) => void;
  react: (message: Message, emoji: CustomEmoji, on: boolean) => Promise<void>;
  listReactors: (message: Message, emoji: CustomEmoji) => Promise<readonly User[]>;
  pin: (message: Message, on: boolean) => Promise<void>;
  listPins: (channelId: string) => Promise<readonly Message[]>;
  startTyping: (channelId: string) => void;
  openDm: (userId: string) => Promise<Channel | undefined>;
  createThread: (message: Message, name: string) => Promise<Channel | undefined>;
  createPost: (
    forumId: string,
    post: { name: string; content: string; tags: readonly string[]; files: readonly Upload[] },
  ) => Promise<Channel | undefined>;
  listArchivedThreads: (channelId: string) => Promise<void>;
  vote: (message: Message, answerIds: readonly number[]) => Promise<void>;

  listCommands: (channel: Channel) => Promise<CommandIndex>;
  runCommand: (channel: Channel, draft: CommandDraft) => Promise<void>;
  runMenuCommand: (channel: Channel, command: Command, targetId: string) => Promise<void>;
  autocomplete: (channel: Channel, draft: CommandDraft, focused: string) => Promise<readonly CommandChoice[]>;
  pressComponent: (
    message: Message,
    component: { type: number; custom_id: string },
    values?: readonly string[],
  ) => Promise<void>;
  submitModal: (modal: Modal, components: readonly unknown[], files: readonly Upload[]) => Promise<boolean>;
  closeModal: () => void;
  dismissInteraction: (nonce: string) => void;
}

const AUTOCOMPLETE_TIMEOUT_MS = 4_000;
const TYPING_EVERY_MS = 8_000;
const TYPING_SWEEP_MS = 1_000;

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const messagesPath = (channelId: string): string => `/channels/${channelId}/messages`;

/** What the server will say of it; told here at once, so that the mark is gone before the answer comes. */
const ackEvent = (channelId: string, messageId: string, atMs: number): GatewayEvent => ({
  name: 'MESSAGE_ACK',
  data: { channel_id: channelId, message_id: messageId },
  atMs,
});

const guildIdOf = (channel: Channel): { guild_id: string } | Record<string, never> =>
  channel.guild_id === undefined ? {} : { guild_id: channel.guild_id };

/** Connects as one person and keeps what they know up to date. */
export const createClient = ({ person, rest, openSocket, now = Date.now }: ClientOptions): Client => {
  const world = signal<World>(emptyWorld);
  const status = signal<ConnectionStatus>({ state: 'connecting' });
  const session = signal(0);
  const problem = signal<string | null>(null);
  const listeners = new Set<(message: Message) => void>();
  /** Who waits for the choices of an option, by nonce; null when the app gave none in time. */
  const waitingForChoices = new Map<string, (choices: readonly CommandChoice[] | null) => void>();
  const loading = new Map<string, Promise<void>>();
  const lastTypingMs = new Map<string, number>();
  /** By channel: up to where the server knows that this person has read. */
  const acknowledged = new Map<string, string>();

  const change = (next: (world: World) => World): void => {
    world.value = next(world.value);
  };

  const complain = (error: unknown): void => {
    problem.value = sentenceOf(error);
  };

  /** Runs an action whose failure the person should read and can do nothing else about. */
  const attempt = async <T>(action: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await action();
    } catch (error) {
      complain(error);
      return undefined;
    }
  };

  const acknowledge = async (channelId: string, messageId: string, isManual = false): Promise<void> => {
    acknowledged.set(channelId, messageId);
    await attempt(() =>
      rest('POST', `${messagesPath(channelId)}/${messageId}/ack`, {
        body: { token: null, ...(isManual ? { manual: true } : {}) },
      }),
    );
  };

  /** For somebody who comes here for the first time nothing counts as unread. */
  const readEverythingOnce = async (): Promise<void> => {
    if (world.value.reads.size > 0) return;
    for (const channel of world.value.channels.values()) {
      if (typeof channel.last_message_id === 'string') await acknowledge(channel.id, channel.last_message_id);
    }
  };

  /** What a session may not bring by itself: direct messages, and the person's own roles. */
  const completeSession = async (): Promise<void> => {
    const channels = await rest<readonly Channel[]>('GET', '/users/@me/channels');
    for (const channel of channels) receive('CHANNEL_CREATE', channel);
    const myId = world.value.me?.id ?? '';
    for (const guild of world.value.guilds.values()) {
      if (world.value.members.get(guild.id)?.has(myId) === true) continue;
      const member = await rest<Member>('GET', `/users/@me/guilds/${guild.id}/member`);
      receive('GUILD_MEMBER_UPDATE', { ...member, user: member.user ?? world.value.me, guild_id: guild.id });
    }
    await readEverythingOnce();
  };

  const receive = (name: string, data: unknown): void => {
    batch(() => {
      change((present) => applyEvent(present, { name, data, atMs: now() }));
      if (name === 'READY') {
        session.value += 1;
        acknowledged.clear();
        void attempt(completeSession);
      }
    });
    if (name === 'MESSAGE_CREATE') for (const listen of listeners) listen(data as Message);
    if (name === 'APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE' || name === 'INTERACTION_FAILURE') {
      const { nonce, choices } = data as { nonce?: string; choices?: readonly CommandChoice[] };
      waitingForChoices.get(String(nonce))?.(choices ?? null);
    }
  };

  const gateway = connectGateway({
    token: person.token,
    findUrl: async () => (await rest<{ url: string }>('GET', '/gateway')).url,
    openSocket,
    onEvent: receive,
    onStatus: (next) => {
      status.value = next;
    },
  });
  const sweep = setInterval(() => change((present) => expireTyping(present, now())), TYPING_SWEEP_MS);

  /** The same page is not asked for twice at once. */
  const once = (key: string, action: () => Promise<void>): Promise<void> => {
    const running = loading.get(key);
    if (running !== undefined) return running;
    const started = action().finally(() => loading.delete(key));
    loading.set(key, started);
    return started;
  };

  const loadPage = (
    channelId: string,
    query: Record<string, string>,
    place: (present: World['messages'], page: readonly Message[]) => World['messages'],
  ): Promise<void> =>
    once(`${channelId} ${JSON.stringify(query)}`, async () => {
      const page = await rest<readonly Message[]>('GET', messagesPath(channelId), {
        query: { limit: PAGE_SIZE, ...query },
      });
      change((present) => {
        const users = new Map(present.users);
        for (const message of page) {
          for (const user of [message.author, ...message.mentions]) {
            if (message.webhook_id !== undefined && user.id === message.author.id) continue;
            if (!users.has(user.id)) users.set(user.id, user);
          }
        }
        return { ...present, users, messages: place(present.messages, page) };
      });
    });

  const loadNewest = (channelId: string): Promise<void> =>
    loadPage(channelId, {}, (lists, page) => withEntry(lists, channelId, startList(lists.get(channelId), page)));

  const post = async (nonce: string, channelId: string, draft: OutgoingDraft): Promise<void> => {
    try {
      const sent = await rest<Message>('POST', messagesPath(channelId), {
        body: {
          content: draft.content,
          nonce,
          ...(draft.files.length === 0
            ? {}
            : {
                attachments: draft.files.map((file, index) => ({
                  id: index,
                  filename: file.name,
                  ...(file.description === undefined ? {} : { description: file.description }),
                })),
              }),
          ...(draft.replyTo === null
            ? {}
            : {
                message_reference: { message_id: draft.replyTo.message.id, channel_id: channelId },
                ...(draft.replyTo.ping
                  ? {}
                  : { allowed_mentions: { parse: ['users', 'roles', 'everyone'], replied_user: false } }),
              }),
        },
        files: draft.files,
      });
      drafts.delete(nonce);
      // The socket brings it as well; whichever is first counts.
      change((present) => applyEvent(present, { name: 'MESSAGE_CREATE', data: { ...sent, nonce }, atMs: now() }));
    } catch (error) {
      change((present) => ({
        ...present,
        outgoing: present.outgoing.map((outgoing) =>
          outgoing.nonce === nonce ? { ...outgoing, failure: sentenceOf(error) } : outgoing,
        ),
      }));
    }
  };

  const drafts = new Map<string, OutgoingDraft>();

  const startInteraction = async (
    pending: Omit<PendingInteraction, 'nonce' | 'failure'>,
    body: Record<string, unknown>,
    files: readonly Upload[] = [],
  ): Promise<boolean> => {
    const nonce = makeNonce(now());
    change((present) => ({
      ...present,
      interactions: [...present.interactions, { ...pending, nonce, failure: null }],
    }));
    try {
      await rest('POST', '/interactions', { body: { ...body, nonce, session_id: gateway.sessionId() ?? '' }, files });
      return true;
    } catch (error) {
      change((present) => ({
        ...present,
        interactions: present.interactions.map((entry) =>
          entry.nonce === nonce ? { ...entry, failure: sentenceOf(error) } : entry,
        ),
      }));
      return false;
    }
  };

  const refreshIfStale = async (error: unknown, channelId: string): Promise<void> => {
    // Somebody else removed it first: show what is there now.
    if (error instanceof RestError && error.status === 404) await attempt(() => loadNewest(channelId));
  };

  const removeLocally = (message: Message): void =>
    change((present) =>
      applyEvent(present, {
        name: 'MESSAGE_DELETE',
        data: { id: message.id, channel_id: message.channel_id },
        atMs: now(),
      }),
    );

  return {
    person,
    world,
    status,
    session,
    problem,
    dismissProblem: () => {
      problem.value = null;
    },
    onMessage: (listen) => {
      listeners.add(listen);
      return () => listeners.delete(listen);
    },
    close: () => {
      clearInterval(sweep);
      gateway.close();
    },
    reconnectNow: () => gateway.hurry(),

    loadNewest: async (channelId) => {
      await attempt(() => loadNewest(channelId));
    },
    loadOlder: async (channelId) => {
      const list = world.value.messages.get(channelId);
      const first = list?.items.find((message) => !hasFlag(message.flags, MessageFlag.ephemeral));
      if (list?.hasOlder !== true || first === undefined) return;
      await attempt(() =>
        loadPage(channelId, { before: first.id }, (lists, page) => {
          const present = lists.get(channelId);
          return present === undefined ? lists : withEntry(lists, channelId, prependPage(present, page));
        }),
      );
    },
    loadNewer: async (channelId) => {
      const list = world.value.messages.get(channelId);
      const last = list?.items.at(-1);
      if (list?.hasNewer !== true || last === undefined) return;
      await attempt(() =>
        loadPage(channelId, { after: last.id }, (lists, page) => {
          const present = lists.get(channelId);
          return present === undefined ? lists : withEntry(lists, channelId, appendPage(present, page));
        }),
      );
    },
    loadAround: async (channelId, messageId) => {
      if (findMessage(world.value.messages.get(channelId), messageId) !== undefined) return;
      await attempt(() =>
        loadPage(channelId, { around: messageId }, (lists, page) =>
          withEntry(lists, channelId, listAround(page, world.value.channels.get(channelId)?.last_message_id)),
        ),
      );
    },
    markRead: (channelId) => {
      const lastId = world.value.channels.get(channelId)?.last_message_id;
      if (typeof lastId !== 'string' || acknowledged.get(channelId) === lastId) return;
      change((present) => applyEvent(present, ackEvent(channelId, lastId, now())));
      void acknowledge(channelId, lastId);
    },
    markUnreadFrom: (message) => {
      const before = (BigInt(message.id) - 1n).toString();
      void acknowledge(message.channel_id, before, true);
    },

    send: async (channelId, draft) => {
      const nonce = makeNonce(now());
      drafts.set(nonce, draft);
      lastTypingMs.delete(channelId);
      change((present) => ({
        ...present,
        outgoing: [
          ...present.outgoing,
          {
            nonce,
            channelId,
            content: draft.content,
            fileNames: draft.files.map((file) => file.name),
            replyToId: draft.replyTo?.message.id ?? null,
            failure: null,
          },
        ],
      }));
      await post(nonce, channelId, draft);
    },
    retry: async (nonce) => {
      const draft = drafts.get(nonce);
      const outgoing = world.value.outgoing.find((entry) => entry.nonce === nonce);
      if (draft === undefined || outgoing === undefined) return;
      change((present) => ({
        ...present,
        outgoing: present.outgoing.map((entry) => (entry.nonce === nonce ? { ...entry, failure: null } : entry)),
      }));
      await post(nonce, outgoing.channelId, draft);
    },
    discard: (nonce) => {
      drafts.delete(nonce);
      change((present) => ({ ...present, outgoing: present.outgoing.filter((entry) => entry.nonce !== nonce) }));
    },
    edit: async (message, content) => {
      if (content === message.content) return;
      await attempt(() => rest('PATCH', `${messagesPath(message.channel_id)}/${message.id}`, { body: { content } }));
    },
    remove: async (message) => {
      await attempt(async () => {
        try {
          await rest('DELETE', `${messagesPath(message.channel_id)}/${message.id}`);
        } catch (error) {
          await refreshIfStale(error, message.channel_id);
          throw error;
        }
      });
    },
    dismiss: removeLocally,
    react: async (message, emoji, on) => {
      await attempt(() =>
        rest(
          on ? 'PUT' : 'DELETE',
          `${messagesPath(message.channel_id)}/${message.id}/reactions/${emojiPath(emoji)}/@me`,
        ),
      );
    },
    listReactors: async (message, emoji) =>
      (await attempt(() =>
        rest<readonly User[]>('GET', `${messagesPath(message.channel_id)}/${message.id}/reactions/${emojiPath(emoji)}`),
      )) ?? [],
    pin: async (message, on) => {
      await attempt(() => rest(on ? 'PUT' : 'DELETE', `${messagesPath(message.channel_id)}/pins/${message.id}`));
    },
    listPins: async (channelId) =>
      (await attempt(async () => {
        const { items } = await rest<{ items: readonly { message: Message }[] }>(
          'GET',
          `${messagesPath(channelId)}/pins`,
        );
        return items.map((item) => item.message);
      })) ?? [],
    startTyping: (channelId) => {
      if (now() - (lastTypingMs.get(channelId) ?? 0) < TYPING_EVERY_MS) return;
      lastTypingMs.set(channelId, now());
      // Nobody needs to hear that typing could not be shown.
      rest('POST', `/channels/${channelId}/typing`).catch(() => undefined);
    },
    openDm: (userId) =>
      attempt(async () => {
        const known = [...world.value.channels.values()].find(
          (channel) => isDmType(channel.type) && channel.recipients?.some(({ id }) => id === userId) === true,
        );
        if (known !== undefined) return known;
        const channel = await rest<Channel>('POST', '/users/@me/channels', { body: { recipient_id: userId } });
        receive('CHANNEL_CREATE', channel);
        return channel;
      }),
    createThread: (message, name) =>
      attempt(async () => {
        const thread = await rest<Channel>('POST', `${messagesPath(message.channel_id)}/${message.id}/threads`, {
          body: { name, auto_archive_duration: 1440 },
        });
        receive('THREAD_CREATE', thread);
        return thread;
      }),
    createPost: (forumId, { name, content, tags, files }) =>
      attempt(async () => {
        const thread = await rest<Channel>('POST', `/channels/${forumId}/threads`, {
          body: {
            name,
            auto_archive_duration: 4320,
            applied_tags: tags,
            message: {
              content,
              ...(files.length === 0
                ? {}
                : { attachments: files.map((file, index) => ({ id: index, filename: file.name })) }),
            },
          },
          files,
        });
        receive('THREAD_CREATE', thread);
        return thread;
      }),
    listArchivedThreads: async (channelId) => {
      await attempt(async () => {
        const { threads } = await rest<{ threads: readonly Channel[] }>(
          'GET',
          `/channels/${channelId}/threads/archived/public`,
        );
        receive('THREAD_LIST_SYNC', { threads });
      });
    },
    vote: async (message, answerIds) => {
      await attempt(() =>
        rest('PUT', `/channels/${message.channel_id}/polls/${message.id}/answers/@me`, {
          body: { answer_ids: answerIds.map(String) },
        }),
      );
    },

    listCommands: async (channel) =>
      (await attempt(() =>
        rest<CommandIndex>(
          'GET',
          channel.guild_id === undefined
            ? `/channels/${channel.id}/application-command-index`
            : `/guilds/${channel.guild_id}/application-command-index`,
        ),
      )) ?? { applications: [], application_commands: [] },
    runCommand: async (channel, draft) => {
      const { data, files } = toInteractionData(draft);
      await startInteraction(
        { kind: 'command', channelId: channel.id, label: draftLabel(draft), messageId: null },
        {
          type: InteractionType.command,
          application_id: draft.command.command.application_id,
          ...guildIdOf(channel),
          channel_id: channel.id,
          data,
        },
        files,
      );
    },
    runMenuCommand: async (channel, command, targetId) => {
      await startInteraction(
        { kind: 'command', channelId: channel.id, label: command.name, messageId: null },
        {
          type: InteractionType.command,
          application_id: command.application_id,
          ...guildIdOf(channel),
          channel_id: channel.id,
          data: {
            id: command.id,
            name: command.name,
            type: command.type,
            ...(command.version === undefined ? {} : { version: command.version }),
            target_id: targetId,
            options: [],
            attachments: [],
          },
        },
      );
    },
    autocomplete: async (channel, draft, focused) => {
      const nonce = makeNonce(now());
      const { data } = toInteractionData(draft, focused);
      const answer = new Promise<readonly CommandChoice[]>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('Loading options failed')), AUTOCOMPLETE_TIMEOUT_MS);
        waitingForChoices.set(nonce, (choices) => {
          clearTimeout(timer);
          if (choices === null) reject(new Error('Loading options failed'));
          else resolve(choices);
        });
      });
      // Whoever stops waiting for the answer must not leave an unheard rejection behind.
      answer.catch(() => undefined);
      try {
        await rest('POST', '/interactions', {
          body: {
            type: InteractionType.autocomplete,
            application_id: draft.command.command.application_id,
            ...guildIdOf(channel),
            channel_id: channel.id,
            session_id: gateway.sessionId() ?? '',
            nonce,
            data,
          },
        });
        return await answer;
      } finally {
        waitingForChoices.delete(nonce);
      }
    },
    pressComponent: async (message, component, values) => {
      const channel = world.value.channels.get(message.channel_id);
      await startInteraction(
        { kind: 'component', channelId: message.channel_id, label: component.custom_id, messageId: message.id },
        {
          type: InteractionType.component,
          application_id: message.application_id ?? message.author.id,
          ...(channel === undefined ? {} : guildIdOf(channel)),
          channel_id: message.channel_id,
          message_id: message.id,
          message_flags: message.flags ?? 0,
          data: {
            component_type: component.type,
            custom_id: component.custom_id,
            ...(values === undefined ? {} : { type: component.type, values }),
          },
        },
      );
    },
    submitModal: async (modal, components, files) => {
      const channel = world.value.channels.get(modal.channel_id);
      const isSent = await startInteraction(
        { kind: 'modal', channelId: modal.channel_id, label: modal.title, messageId: null },
        {
          type: InteractionType.modal,
          application_id: modal.application.id,
          ...(channel === undefined ? {} : guildIdOf(channel)),
          channel_id: modal.channel_id,
          data: {
            id: modal.id,
            custom_id: modal.custom_id,
            components,
            attachments: files.map((file, index) => ({ id: String(index), filename: file.name })),
          },
        },
        files,
      );
      return isSent;
    },
    closeModal: () => change((present) => ({ ...present, modal: null })),
    dismissInteraction: (nonce) =>
      change((present) => ({
        ...present,
        interactions: present.interactions.filter((entry) => entry.nonce !== nonce),
      })),
  };
};
