import { DiscordAPIError, type RateLimitData, REST } from '@discordjs/rest';
import { systemClock } from '@tzurot/platform';
import { ButtonStyle, ComponentType, Routes } from 'discord-api-types/v10';
import { Agent } from 'undici';
import { z } from 'zod';

import type { BotBudget } from './bot-budget.ts';
import { readDiscordFailure } from './discord-failure.ts';

/** What is read of a message. */
const SentMessage = z.object({
  id: z.string(),
  channel_id: z.string(),
  content: z.string().catch(''),
  author: z.object({ id: z.string(), username: z.string() }),
  webhook_id: z.string().optional(),
});
export type SentMessage = z.infer<typeof SentMessage>;

/** What is read of a message that carries a file. */
const FileMessage = z.object({ id: z.string(), attachments: z.array(z.object({ url: z.string() })) });

const ChannelWebhook = z.object({
  id: z.string(),
  token: z.string().optional(),
  channel_id: z.string().nullish(),
  application_id: z.string().nullish(),
  /** Who made it. */
  user: z.object({ id: z.string() }).nullish(),
});
type ChannelWebhook = z.infer<typeof ChannelWebhook>;

/** A button below a message; bot-client hears of it, by its custom id. */
export interface PostButton {
  customId: string;
  label: string;
}

/**
 * What of Discord's REST the worker uses. Every method throws what `readDiscordFailure` reads.
 * It stands on `@discordjs/rest` and not on `@discordjs/core`, which brings a websocket client that the worker has no use
 * for, and types answers without checking them: what is read is parsed here all the same.
 */
export interface DiscordApi {
  /** The bot's own id, which is its application's too, but for applications older than 2016. Asked once. */
  readOwnId(): Promise<string>;
  startTyping(channelId: string): Promise<void>;
  /** @param signal gives the request up, also while it waits for its turn; it is sent once or not at all */
  executeWebhook(
    webhook: { id: string; token: string },
    message: {
      threadId: string | null;
      username: string;
      avatarUrl: string | null;
      content: string;
      button: PostButton | null;
    },
    signal: AbortSignal,
  ): Promise<SentMessage>;
  /** @param nonce the same nonce within some minutes gives the earlier message again */
  sendMessage(
    channelId: string,
    message: { content: string; nonce: string; button: PostButton | null },
    signal: AbortSignal,
  ): Promise<SentMessage>;
  /** Posts a file as the bot. @param nonce as in `sendMessage` */
  sendFile(
    channelId: string,
    file: { filename: string; contentType: string; bytes: Buffer; nonce: string },
    signal: AbortSignal,
  ): Promise<{ messageId: string; url: string }>;
  /** The address of a message's file, signed again; null when message or file are gone. */
  readFileUrl(channelId: string, messageId: string, signal: AbortSignal): Promise<string | null>;
  /** Changes what a message shows. Repeated, it changes nothing more. */
  editWebhookMessage(
    webhook: { id: string; token: string },
    message: { id: string; threadId: string | null; content: string },
    signal: AbortSignal,
  ): Promise<void>;
  editMessage(channelId: string, message: { id: string; content: string }, signal: AbortSignal): Promise<void>;
  deleteWebhookMessage(
    webhook: { id: string; token: string },
    message: { id: string; threadId: string | null },
    signal: AbortSignal,
  ): Promise<void>;
  /** As the bot: its own message, or anybody's where it may manage messages. */
  deleteMessage(channelId: string, messageId: string, signal: AbortSignal): Promise<void>;
  listWebhooks(channelId: string): Promise<ChannelWebhook[]>;
  createWebhook(channelId: string): Promise<ChannelWebhook>;
  /** Newest first. Without the right to read history the list is empty, which is no error. */
  listMessages(channelId: string, query: { after?: string; limit: number }): Promise<SentMessage[]>;
}

export interface DiscordApiOptions {
  /** Without a version: `https://discord.com/api`. */
  apiUrl: string;
  token: string;
  /** Shared by all who use the token. */
  budget: BotBudget;
}

const WEBHOOK_NAME = 'Tzurot';
/** Source: Discord, "Opcodes and Status Codes", JSON. */
const UNKNOWN_MESSAGE = 10_008;
/** Longer waits are left to whoever called, one of them or all together. */
const LONGEST_WAIT_MS = 5_000;
const LONGEST_PATIENCE_MS = 15_000;
const MAX_ATTEMPTS = 4;
const TIMEOUT_MS = 15_000;

/** Two clients: webhooks carry their own token and limits, so they neither use the bot's nor count to its 50 a second. */
export function createDiscordApi({ apiUrl, token, budget }: DiscordApiOptions): DiscordApi & { close(): void } {
  const shared = {
    api: apiUrl.replace(/(?<!\/)\/+$/, ''),
    version: '10',
    // What is sent twice is read twice; whoever sends decides what a failure means.
    retries: 0,
    timeout: TIMEOUT_MS,
    // Waiting inside the client would outlast the deadline that the ledger knows of.
    rejectOnRateLimit: (_limit: RateLimitData) => true,
    // Of this library's own undici: the global agent is of whichever copy was loaded first, and another refuses its files.
    agent: new Agent(),
  };
  const bot = new REST(shared).setToken(token);
  const hooks = new REST({ ...shared, globalRequestsPerSecond: Number.POSITIVE_INFINITY });
  let ownId: Promise<string> | undefined;

  const asBot = async (request: (rest: REST) => Promise<unknown>): Promise<unknown> => {
    await budget.forCall();
    return request(bot);
  };

  return {
    readOwnId() {
      ownId ??= read(() => asBot((rest) => rest.get(Routes.user('@me'))))
        .then((user) => z.object({ id: z.string() }).parse(user).id)
        .catch((error: unknown) => {
          ownId = undefined;
          throw error;
        });
      return ownId;
    },
    async startTyping(channelId) {
      await budget.forTyping();
      await bot.post(Routes.channelTyping(channelId));
    },
    executeWebhook: (webhook, { threadId, username, avatarUrl, content, button }, signal) =>
      send(() =>
        hooks.post(Routes.webhook(webhook.id, webhook.token), {
          auth: false,
          signal,
          query: new URLSearchParams({ wait: 'true', ...(threadId !== null && { thread_id: threadId }) }),
          body: {
            content,
            username,
            ...(avatarUrl !== null && { avatar_url: avatarUrl }),
            allowed_mentions: { parse: [] },
            ...withButton(button),
          },
        }),
      ),
    sendMessage: (channelId, { content, nonce, button }, signal) =>
      send(() =>
        asBot((rest) =>
          rest.post(Routes.channelMessages(channelId), {
            signal,
            body: { content, nonce, enforce_nonce: true, allowed_mentions: { parse: [] }, ...withButton(button) },
          }),
        ),
      ),
    async sendFile(channelId, { filename, contentType, bytes, nonce }, signal) {
      const answer = await asBot((rest) =>
        rest.post(Routes.channelMessages(channelId), {
          signal,
          files: [{ name: filename, contentType, data: bytes }],
          body: { nonce, enforce_nonce: true, allowed_mentions: { parse: [] } },
        }),
      );
      const { id, attachments } = FileMessage.parse(answer);
      const [file] = attachments;
      if (file === undefined) throw new Error('Discord took a file and shows none');
      return { messageId: id, url: file.url };
    },
    async readFileUrl(channelId, messageId, signal) {
      const path = Routes.channelMessage(channelId, messageId);
      try {
        const answer = await read(() => asBot((rest) => rest.get(path, { signal })));
        return FileMessage.parse(answer).attachments[0]?.url ?? null;
      } catch (error) {
        if (error instanceof DiscordAPIError && error.code === UNKNOWN_MESSAGE) return null;
        throw error;
      }
    },
    async editWebhookMessage(webhook, { id, threadId, content }, signal) {
      await hooks.patch(Routes.webhookMessage(webhook.id, webhook.token, id), {
        auth: false,
        signal,
        query: inThread(threadId),
        body: { content, allowed_mentions: { parse: [] } },
      });
    },
    async editMessage(channelId, { id, content }, signal) {
      await asBot((rest) =>
        rest.patch(Routes.channelMessage(channelId, id), {
          signal,
          body: { content, allowed_mentions: { parse: [] } },
        }),
      );
    },
    async deleteWebhookMessage(webhook, { id, threadId }, signal) {
      await hooks.delete(Routes.webhookMessage(webhook.id, webhook.token, id), {
        auth: false,
        signal,
        query: inThread(threadId),
      });
    },
    async deleteMessage(channelId, messageId, signal) {
      await asBot((rest) => rest.delete(Routes.channelMessage(channelId, messageId), { signal }));
    },
    listWebhooks: async (channelId) =>
      z.array(ChannelWebhook).parse(await read(() => asBot((rest) => rest.get(Routes.channelWebhooks(channelId))))),
    createWebhook: async (channelId) => {
      const body = { name: WEBHOOK_NAME };
      const make = () => asBot((rest) => rest.post(Routes.channelWebhooks(channelId), { body }));
      return ChannelWebhook.parse(await patiently(make, { isHarmlessTwice: false }));
    },
    listMessages: async (channelId, { after, limit }) => {
      const query = new URLSearchParams({ limit: String(limit), ...(after !== undefined && { after }) });
      return z
        .array(SentMessage)
        .parse(await read(() => asBot((rest) => rest.get(Routes.channelMessages(channelId), { query }))));
    },
    close() {
      for (const rest of [bot, hooks]) {
        rest.clearHandlerSweeper();
        rest.clearHashSweeper();
      }
    },
  };
}

function inThread(threadId: string | null): URLSearchParams {
  return new URLSearchParams(threadId === null ? {} : { thread_id: threadId });
}

async function send(request: () => Promise<unknown>): Promise<SentMessage> {
  return SentMessage.parse(await request());
}

/** Reading twice harms nobody. */
async function read(request: () => Promise<unknown>): Promise<unknown> {
  return patiently(request, { isHarmlessTwice: true });
}

/** Waits where Discord asks for it, and repeats what certainly had no effect, or may have it twice. */
async function patiently(
  request: () => Promise<unknown>,
  { isHarmlessTwice }: { isHarmlessTwice: boolean },
): Promise<unknown> {
  let failures = 0;
  let patienceMs = LONGEST_PATIENCE_MS;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await request();
    } catch (thrown) {
      const failure = readDiscordFailure(thrown);
      const isLimited = failure.kind === 'rate-limited';
      // To be told to wait is no failure.
      if (!isLimited) failures += 1;
      const waitMs = isLimited ? Math.max(failure.waitMs, Math.min(50 * attempt, 500)) : 200 * failures;
      patienceMs -= waitMs;
      const mayRepeat = isLimited || failure.kind === 'unavailable' || (failure.kind === 'doubtful' && isHarmlessTwice);
      if (!mayRepeat || failures >= MAX_ATTEMPTS || waitMs > LONGEST_WAIT_MS || patienceMs < 0) throw thrown;
      await systemClock.sleep(waitMs);
    }
  }
}

function withButton(button: PostButton | null): { components?: unknown[] } {
  if (button === null) return {};
  const { customId, label } = button;
  const pressed = { type: ComponentType.Button, style: ButtonStyle.Primary, custom_id: customId, label };
  return { components: [{ type: ComponentType.ActionRow, components: [pressed] }] };
}
