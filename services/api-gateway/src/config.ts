import { LIMITS, SettingsPatch } from '@tzurot/contracts';
import { StoreTimeoutMs } from '@tzurot/platform';
import { z } from 'zod';

const FirstSettings = SettingsPatch.strict();

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What the gateway is told by its environment; it may be logged. */
export const GatewayConfig = z
  .object({
    HOST: z.string().default('127.0.0.1').describe('the address to listen on'),
    GATEWAY_PORT: z.coerce.number().int().min(0).max(65_535).default(3902).describe('the port of the gateway'),
    STORE_TIMEOUT_MS: StoreTimeoutMs,
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    GUEST_VENDOR: z.string().max(LIMITS.vendorId).optional().describe('whose free model answers people without a key'),
    GUEST_MODEL: z.string().max(LIMITS.modelId).optional().describe('the free model that answers people without a key'),
    PERSON_BURST: z.coerce
      .number()
      .int()
      .min(0)
      .max(1_000)
      .default(10)
      .describe('messages to characters a person may send at once; 0 limits nobody'),
    PERSON_PER_MINUTE: z.coerce
      .number()
      .min(1)
      .max(10_000)
      .default(20)
      .describe('messages to characters a person may send per minute'),
    SHARD_LEASE_SECONDS: z.coerce
      .number()
      .int()
      .min(3)
      .max(300)
      .default(15)
      .describe('how long a bot-client that vanished keeps its shards'),
    OPERATOR_SETTINGS: z
      .string()
      .default('{}')
      .transform((text, check) => {
        const read = FirstSettings.safeParse(parseJson(text));
        if (read.success) return read.data;
        check.addIssue({ code: 'custom', message: 'is no JSON object of settings and values that they may have' });
        return z.NEVER;
      })
      .describe('settings of the bot, as JSON, that hold until an operator sets them on Discord'),
    EMBED_EVERY_MS: z.coerce
      .number()
      .int()
      .min(1)
      .max(3_600_000)
      .default(20_000)
      .describe('how long what somebody says is gathered before it is embedded, in milliseconds'),
  })
  .superRefine(({ GUEST_VENDOR: vendor, GUEST_MODEL: model }, check) => {
    if ((vendor === undefined) === (model === undefined)) return;
    const [missing, given] = model === undefined ? ['GUEST_MODEL', 'GUEST_VENDOR'] : ['GUEST_VENDOR', 'GUEST_MODEL'];
    check.addIssue({
      code: 'custom',
      path: [missing],
      message: `is missing, though ${given} is set; guests need both, or neither`,
    });
  });
export type GatewayConfig = z.output<typeof GatewayConfig>;

/** What must never be logged, connection URLs included. */
export const GatewaySecrets = z.object({
  DATABASE_URL: z.url().describe('such as postgres://host:5432/tzurot'),
  REDIS_URL: z
    .url()
    .optional()
    .describe('such as redis://host:6379; without it queue and shared state are in Postgres'),
  ENCRYPTION_KEYS: z.string().describe('id:base64 of 32 bytes, the active one first, separated by commas'),
  SERVICE_TOKEN_BOT_CLIENT: z.string().min(16).describe('the credential of bot-client'),
  SERVICE_TOKEN_AI_WORKER: z.string().min(16).describe('the credential of ai-worker'),
});

export type GatewaySecrets = z.output<typeof GatewaySecrets>;
