import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { NOT_CONNECTED } from '../discord/error-words.ts';
import { type Rest, RestError } from '../discord/rest.ts';
import { type ConnectionStatus, connectGateway, type OpenSocket } from '../discord/socket.ts';
import type { Channel, Member, Message } from '../discord/types.ts';
import { applyEvent, expireTyping } from '../state/apply-event.ts';
import { emptyWorld, type World } from '../state/world.ts';
import { type ClientCore, sentenceOf } from './core.ts';
import { createHistory, type History } from './history.ts';
import { createInteractions, type InteractionOutcome, type Interactions } from './interactions.ts';
import { createMessageActions, type MessageActions } from './message-actions.ts';
import { createPlaceActions, type PlaceActions } from './place-actions.ts';

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
  /** Unix milliseconds. */
  now?: () => number;
}

/** One person's client: what they know, and what they can do. Every action is a route that Discord's own client calls. */
export interface Client
  extends Omit<History, 'readEverythingOnce' | 'startAnew'>,
    MessageActions,
    PlaceActions,
    Omit<Interactions, 'hear'> {
  person: Person;
  world: ReadonlySignal<World>;
  status: ReadonlySignal<ConnectionStatus>;
  /** Whether anything can be done; while it cannot, buttons rest and nothing is sent. */
  isConnected: ReadonlySignal<boolean>;
  /** Counts fresh sessions; whatever was loaded before the last one is gone. */
  session: ReadonlySignal<number>;
  /** A sentence about the last thing that did not work, until it is dismissed. */
  problem: ReadonlySignal<string | null>;
  dismissProblem: () => void;
  /** Called for each message that arrives over the socket. Gives back what unsubscribes. */
  onMessage: (listen: (message: Message) => void) => () => void;
  /** Tries to connect at once, instead of waiting for the next attempt. */
  reconnectNow: () => void;
}

const TYPING_SWEEP_MS = 1_000;

/** Events that end an interaction which somebody here waits for. */
const OUTCOMES: ReadonlySet<string> = new Set([
  'APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE',
  'INTERACTION_SUCCESS',
  'INTERACTION_FAILURE',
]);

/** Connects as one person and keeps what they know up to date. */
export const createClient = ({ person, rest: callServer, openSocket, now = Date.now }: ClientOptions): Client => {
  const world = signal<World>(emptyWorld);
  const status = signal<ConnectionStatus>({ state: 'connecting' });
  const isConnected = computed(() => status.value.state === 'ready');
  const session = signal(0);
  const problem = signal<string | null>(null);
  const listeners = new Set<(message: Message) => void>();

  const change: ClientCore['change'] = (next) => {
    world.value = next(world.value);
  };
  const rest: Rest = async (method, path, options) => {
    if (method !== 'GET' && !isConnected.peek()) throw new RestError(0, 0, NOT_CONNECTED);
    return await callServer(method, path, options);
  };
  const core: ClientCore = {
    world,
    rest,
    now,
    change,
    isConnected: () => isConnected.peek(),
    sessionId: () => gateway.sessionId() ?? '',
    learn: (name, data) => change((present) => applyEvent(present, { name, data, atMs: now() })),
    attempt: async (action) => {
      try {
        return await action();
      } catch (error) {
        problem.value = sentenceOf(error);
        return undefined;
      }
    },
  };
  const history = createHistory(core);
  const interactions = createInteractions(core);

  /** What a session may not bring by itself: direct messages, and the person's own roles. */
  const completeSession = async (): Promise<void> => {
    const channels = await rest<readonly Channel[]>('GET', '/users/@me/channels');
    for (const channel of channels) core.learn('CHANNEL_CREATE', channel);
    const { me } = world.value;
    for (const guild of world.value.guilds.values()) {
      if (me === null || world.value.members.get(guild.id)?.has(me.id) === true) continue;
      const member = await rest<Member>('GET', `/users/@me/guilds/${guild.id}/member`);
      core.learn('GUILD_MEMBER_UPDATE', { ...member, user: me, guild_id: guild.id });
    }
  };

  const receive = (name: string, data: unknown): void => {
    batch(() => {
      core.learn(name, data);
      if (name !== 'READY') return;
      session.value += 1;
      history.startAnew();
      // Before anything is drawn, so that nothing flashes up as unread.
      void history.readEverythingOnce();
    });
    if (name === 'READY') {
      void core.attempt(completeSession);
    } else if (name === 'MESSAGE_CREATE') {
      for (const listen of listeners) listen(data as Message);
    } else if (OUTCOMES.has(name)) {
      interactions.hear(name, data as InteractionOutcome);
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
  setInterval(() => change((present) => expireTyping(present, now())), TYPING_SWEEP_MS);

  return {
    ...history,
    ...createMessageActions(core),
    ...createPlaceActions(core),
    ...interactions,
    person,
    world,
    status,
    isConnected,
    session,
    problem,
    dismissProblem: () => {
      problem.value = null;
    },
    onMessage: (listen) => {
      listeners.add(listen);
      return () => listeners.delete(listen);
    },
    reconnectNow: () => gateway.hurry(),
  };
};
