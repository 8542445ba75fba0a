import { Snowflake } from '@tzurot/contracts';
import { StoreTimeoutMs } from '@tzurot/platform';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const ids = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .pipe(z.array(Snowflake));

/** What bot-client reads from its environment; `.env.example` has a sentence for each. */
export const BotClientConfig = z
  .object({
    HOST: z.string().default('127.0.0.1').describe('the address that health checks listen on'),
    BOT_CLIENT_PORT: port.default(3904).describe('the port of the health checks'),
    GATEWAY_URL: z.url().default('http://127.0.0.1:3902').describe('where the api-gateway answers'),
    DISCORD_API_URL: z.url().default('https://discord.com/api').describe("Discord's REST base"),
    OPERATOR_IDS: ids.describe('Discord ids of operators, separated by commas'),
    DEV_GUILD_ID: Snowflake.optional().describe('write commands to this one server'),
    BACKFILL_MINUTES: z.coerce
      .number()
      .min(0)
      .max(1_440)
      .default(10)
      .describe('how old a missed message may be to be answered'),
    SHARD_COUNT: z.coerce
      .number()
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .describe('connections to Discord in all; as many as Discord recommends unless given'),
    SHARDS_PER_PROCESS: z.coerce
      .number()
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .describe('how many of them this process takes, when several share them'),
    MAX_IDENTIFIES_PER_DAY: z.coerce
      .number()
      .int()
      .min(1)
      .max(1_000)
      .default(800)
      .describe('connections to Discord per day'),
    STORE_TIMEOUT_MS: StoreTimeoutMs,
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  })
  .superRefine(({ SHARD_COUNT: count, SHARDS_PER_PROCESS: most }, check) => {
    if (most === undefined || count !== undefined) return;
    check.addIssue({
      code: 'custom',
      path: ['SHARD_COUNT'],
      message: 'is missing, though SHARDS_PER_PROCESS is set; processes that share shards count them alike',
    });
  });
export type BotClientConfig = z.infer<typeof BotClientConfig>;

export const BotClientSecrets = z.object({
  DISCORD_TOKEN: z.string().min(1).describe("the bot's token from Discord's developer portal"),
  SERVICE_TOKEN_BOT_CLIENT: z.string().min(16).describe('the credential with which bot-client calls the gateway'),
  DATABASE_URL: z.url().optional().describe('the Postgres that carries queue and shared state when there is no Redis'),
  REDIS_URL: z.url().optional().describe('the Redis that carries queue and shared state'),
});
export type BotClientSecrets = z.infer<typeof BotClientSecrets>;
