import { Snowflake } from '@tzurot/contracts';
import { StoreTimeoutMs } from '@tzurot/platform';
import { z } from 'zod';

import { vendorKeyVariables, vendorUrlVariables } from './vendors/vendor-settings.ts';

const Url = z.url({ protocol: /^https?$/ });

/** What the worker is told by its environment; it may be logged. */
export const WorkerConfig = z.object({
  ...vendorUrlVariables,
  GATEWAY_URL: Url.describe('where api-gateway answers, such as http://127.0.0.1:3902'),
  DISCORD_API_URL: Url.default('https://discord.com/api').describe("Discord's REST, without a version"),
  HOST: z.string().min(1).default('127.0.0.1'),
  WORKER_PORT: z.coerce.number().int().min(0).max(65_535).default(3905).describe('for health and metrics'),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(1_000).optional().describe('turns at once'),
  REPLY_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(1_000)
    .max(540_000)
    .default(120_000)
    .describe("a model's time for one reply, its retries included"),
  PUBLIC_URL: Url.optional().describe('where the world reaches the gateway; Discord fetches pictures there'),
  ASSET_CHANNEL_ID: Snowflake.optional().describe('a channel to upload pictures to, where there is no PUBLIC_URL'),
  STORE_TIMEOUT_MS: StoreTimeoutMs,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});
export type WorkerConfig = z.output<typeof WorkerConfig>;

/** What must never be logged, connection URLs included. */
export const WorkerSecrets = z.object({
  ...vendorKeyVariables,
  SERVICE_TOKEN_AI_WORKER: z.string().min(16).describe("this service's credential at the gateway"),
  DISCORD_TOKEN: z.string().min(1).describe("the bot's token"),
  DATABASE_URL: z.string().min(1).optional().describe('the queue on Postgres, when there is no REDIS_URL'),
  REDIS_URL: z.string().min(1).optional().describe('the queue on Redis'),
});
export type WorkerSecrets = z.output<typeof WorkerSecrets>;
