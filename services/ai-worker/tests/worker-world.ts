import { setTimeout as delay } from 'node:timers/promises';

import {
  answerTurn,
  type JobInput,
  type Place,
  REPLY_STOPPED_CHANNEL,
  type SceneFacts,
  TRIGGER_GONE_CHANNEL,
  TRIGGER_REVISED_CHANNEL,
  type Trigger,
} from '@tzurot/contracts';
import { type LocalDiscord, startLocalDiscord, type WorldIds } from '@tzurot/local-discord';
import { type LocalModelServer, startLocalModel } from '@tzurot/local-model';
import {
  type Clock,
  createLog,
  createMetrics,
  createSharedState,
  type Log,
  type SharedState,
  systemClock,
} from '@tzurot/platform';

import { WorkerConfig, WorkerSecrets } from '../src/config.ts';
import { createContext, type WorkerContext } from '../src/context.ts';
import { answerTurnJob } from '../src/jobs/answer-turn.ts';
import type { BotBudget } from '../src/outlets/bot-budget.ts';
import { createDiscordApi, type DeliveryLimits } from '../src/outlets/index.ts';
import { listenForTurnSignals } from '../src/turns/signals.ts';
import { type FakeLedger, TURN_ID } from './fake-ledger.ts';

/** Short, so that a test of doubt takes no longer than a second. */
const DELIVERY: DeliveryLimits = { sendDeadlineMs: 400, doubtMarginMs: 100, nonceMs: 1_500, editEveryMs: 60 };

interface WorldMessage {
  id: string;
  content: string;
  channel_id: string;
  webhook_id?: string;
  author: { id: string; username: string; avatar: string | null; bot?: boolean };
}

/** The world around a worker: a Discord and a model that run here, in a world of the test's own. */
export interface WorkerWorld {
  discord: LocalDiscord;
  model: LocalModelServer;
  state: SharedState;
  /** The paths of the requests that Discord got since its log was `seen` long. */
  pathsSince(seen: number, method?: string): string[];
  /** A fresh copy of the default world. */
  newPlaces(): WorldIds;
  close(): Promise<void>;
}

export async function startWorkerWorld(): Promise<WorkerWorld> {
  const [discord, model] = await Promise.all([
    startLocalDiscord({ port: 0, limits: { mode: 'off' } }),
    startLocalModel({ port: 0 }),
  ]);
  const state = createSharedState({ log: silentLog() });
  await state.start();
  let worlds = 0;
  return {
    discord,
    model,
    state,
    pathsSince: (seen, method) =>
      discord
        .readLog()
        .slice(seen)
        .filter((entry) => method === undefined || entry['method'] === method)
        .flatMap(({ path }) => (typeof path === 'string' ? [path.split('?')[0] ?? ''] : [])),
    newPlaces: () => discord.createWorld(`w${++worlds}`),
    async close() {
      await Promise.all([discord.close(), model.close(), state.close()]);
    },
  };
}

const silentLog = () =>
  createLog({ service: 'test', level: process.env['TEST_LOG'] === undefined ? 'silent' : 'debug' });

export interface TestWorker {
  ctx: WorkerContext;
  /** Asks as a person, and has the worker answer. */
  say(content: string, options?: SayOptions): Promise<{ stage: string; trigger: Trigger }>;
  /** Answers the same trigger again, as after a restart. */
  answerAgain(trigger: Trigger, options?: SayOptions): Promise<{ stage: string }>;
  /** What stands in a channel, oldest first. */
  read(channelId: string): Promise<WorldMessage[]>;
  withdraw(triggerId: string): Promise<void>;
  /** As its author who edits it; the ledger has the new text. */
  edit(triggerId: string): Promise<void>;
  /** As a person who wants no more of the reply. */
  stopReply(): Promise<void>;
  post(content: string, place?: SayOptions['place']): Promise<Trigger>;
  /** The channel in which the person and the bot talk alone. */
  openDm(): Promise<string>;
  /** As a moderator may. */
  moveWebhook(webhookId: string, channelId: string): Promise<void>;
  places: WorldIds;
  /** What `/metrics` would say. */
  metrics(): Promise<string>;
}

interface SayOptions {
  place?: Partial<Place> & { channelId: string };
  facts?: SceneFacts;
  signal?: AbortSignal;
}

interface TestWorkerOptions {
  delivery?: DeliveryLimits;
  replyTimeoutMs?: number;
  budget?: BotBudget;
  /** Settings of the operator. */
  operator?: { PUBLIC_URL?: string; ASSET_CHANNEL_ID?: string };
  clock?: Clock;
  log?: Log;
}

/** A worker with a ledger of its own, in one place of the world. */
export async function createTestWorker(
  world: WorkerWorld,
  places: WorldIds,
  ledger: FakeLedger,
  options: TestWorkerOptions = {},
): Promise<TestWorker> {
  const { log = silentLog() } = options;
  const config = WorkerConfig.parse({
    GATEWAY_URL: 'http://127.0.0.1:9',
    DISCORD_API_URL: `${world.discord.url}/api`,
    LOCAL_MODEL_URL: world.model.url,
    REPLY_TIMEOUT_MS: options.replyTimeoutMs ?? 5_000,
    ...options.operator,
  });
  const secrets = WorkerSecrets.parse({ SERVICE_TOKEN_AI_WORKER: 'x'.repeat(32), DISCORD_TOKEN: places.bot.token });
  const discord = createDiscordApi({
    apiUrl: config.DISCORD_API_URL,
    token: secrets.DISCORD_TOKEN,
    budget: options.budget ?? { forCall: async () => {}, forTyping: async () => {} },
  });
  const turnSignals = await listenForTurnSignals(world.state, log);
  const metrics = createMetrics({ service: 'ai-worker' });
  const ctx = createContext(config, secrets, {
    gateway: ledger.gateway,
    discord,
    turnSignals,
    metrics,
    clock: options.clock ?? systemClock,
    log,
    delivery: options.delivery ?? DELIVERY,
    draft: { firstAfterMs: 30, everyMs: 60 },
  });
  const { ada } = places.people;
  const call = async (path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<unknown> => {
    const response = await fetch(`${world.discord.url}/api/v10${path}`, {
      method,
      headers: { authorization: ada.token, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const answerTrigger = async (trigger: Trigger, { facts, signal }: SayOptions = {}) => {
    const input: JobInput<typeof answerTurn> = { turnId: TURN_ID, trigger, scene: facts ?? null };
    const output = await answerTurnJob.answer(input, ctx, {
      signal: signal ?? new AbortController().signal,
      log,
      traceId: '0'.repeat(32),
      jobId: 'job',
      attempt: 1,
    });
    return answerTurn.output.parse(output);
  };
  const post = async (
    content: string,
    place: SayOptions['place'] = { channelId: places.channels.general },
  ): Promise<Trigger> => {
    const { id } = (await call(`/channels/${place.channelId}/messages`, { content })) as { id: string };
    return {
      id,
      kind: 'message',
      place: {
        kind: 'channel',
        reach: 'guild',
        quotableChannelIds: [],
        guildId: places.guild.id,
        isAgeRestricted: false,
        channelName: 'general',
        guildName: 'Tavern',
        ...place,
      },
      author: { id: ada.id, name: 'Ada', username: 'ada' },
      content,
      attachments: [],
    };
  };

  return {
    ctx,
    async say(content, sayOptions = {}) {
      const trigger = await post(content, sayOptions.place);
      return { ...(await answerTrigger(trigger, sayOptions)), trigger };
    },
    answerAgain: (trigger, sayOptions) => answerTrigger(trigger, sayOptions),
    async read(channelId) {
      const messages = (await call(`/channels/${channelId}/messages?limit=100`)) as WorldMessage[];
      return messages.toReversed();
    },
    withdraw: async (triggerId) => {
      await world.state.publish(TRIGGER_GONE_CHANNEL, { triggerId });
    },
    edit: async (triggerId) => {
      await world.state.publish(TRIGGER_REVISED_CHANNEL, { triggerId });
    },
    stopReply: async () => {
      await world.state.publish(REPLY_STOPPED_CHANNEL, { turnId: TURN_ID });
    },
    post,
    places,
    metrics: () => metrics.metrics(),
    async moveWebhook(webhookId, channelId) {
      await call(`/webhooks/${webhookId}`, { channel_id: channelId }, 'PATCH');
    },
    async openDm() {
      const { id } = (await call('/users/@me/channels', { recipient_id: places.bot.id })) as { id: string };
      return id;
    },
  };
}

/** Waits until something is so. @throws Error that says what did not become so */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, timeoutMs = 5_000): Promise<void> {
  const endsAt = performance.now() + timeoutMs;
  while (!(await isSo())) {
    if (performance.now() > endsAt) throw new Error(`${what}: not within ${timeoutMs} ms`);
    await delay(10);
  }
}
