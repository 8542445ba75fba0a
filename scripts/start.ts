import { existsSync } from 'node:fs';
import { createLog, type Log, type RunningService, readConfig, runMain, startService } from '@tzurot/platform';
import { z } from 'zod';
import { type Stage, startOnThisMachine } from '../packages/startup/src/index.ts';

const port = z.coerce.number().int().min(0).max(65_535);

const Config = z.object({
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('.data').describe('where everything is kept'),
  DISCORD_PORT: port.default(3900).describe('the page, and the Discord that runs here'),
  MODEL_PORT: port.default(3901).describe('the model that runs here'),
  GATEWAY_PORT: port.default(3902).describe('the port of the gateway'),
  DATABASE_PORT: port.default(3903).describe('the database that runs here'),
  BOT_CLIENT_PORT: port.default(3904).describe("the port of bot-client's health and metrics"),
  WORKER_PORT: port.default(3905).describe("the port of the worker's health and metrics"),
  LOCAL_MODEL: z.enum(['0', '1']).optional().describe('1 lets the local model answer on real Discord'),
  LOCAL_DISCORD_OPENAPI_FILE: z
    .string()
    .refine(existsSync, 'there is no such file')
    .optional()
    .describe("Discord's openapi.json, to judge calls by"),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
});
const Secrets = z.object({
  DATABASE_URL: z.url().optional(),
  REDIS_URL: z.url().optional(),
  DISCORD_TOKEN: z.string().optional(),
  LOCAL_MODEL_LOG_TOKEN: z.string().min(1).optional(),
});

/** Says what is being started, and how long each part took. */
const stage: Stage = async (what, work) => {
  const startedAt = performance.now();
  process.stdout.write(`  ${what} … `);
  try {
    const result = await work();
    process.stdout.write(`${((performance.now() - startedAt) / 1_000).toFixed(1)} s\n`);
    return result;
  } catch (error) {
    process.stdout.write('failed\n');
    throw error;
  }
};

await runMain({
  name: 'tzurot',
  onStopped: () => process.stdout.write('\n  Stopped.\n'),
  start: async (signal, onFatal): Promise<{ service: RunningService; log: Log }> => {
    const { config, secrets } = readConfig({ config: Config, secrets: Secrets }, process.env);
    const logOf = (service: string) => createLog({ service, level: config.LOG_LEVEL, pretty: process.stdout.isTTY });
    const log = logOf('tzurot');
    // By run.mjs, which installs and builds first.
    const beganAt = Number(process.env['START_BEGAN_AT_MS'] ?? Date.now());
    process.stdout.write('\n');

    let say: string[] = [];
    const service = await startService({ name: 'tzurot', log }, async (stack) => {
      const running = await startOnThisMachine(stack, {
        host: config.HOST,
        dataDir: config.DATA_DIR,
        ports: {
          discord: config.DISCORD_PORT,
          model: config.MODEL_PORT,
          database: config.DATABASE_PORT,
          'api-gateway': config.GATEWAY_PORT,
          'bot-client': config.BOT_CLIENT_PORT,
          'ai-worker': config.WORKER_PORT,
        },
        databaseUrl: secrets.DATABASE_URL,
        redisUrl: secrets.REDIS_URL,
        discordToken: secrets.DISCORD_TOKEN,
        openApiFile: config.LOCAL_DISCORD_OPENAPI_FILE,
        hasLocalModel: config.LOCAL_MODEL === undefined ? undefined : config.LOCAL_MODEL === '1',
        modelLogToken: secrets.LOCAL_MODEL_LOG_TOKEN,
        operator: process.env,
        stage,
        logOf,
        signal,
        onFatal,
      });
      say = running.welcome;
    });
    const seconds = ((Date.now() - beganAt) / 1_000).toFixed(1);
    process.stdout.write(
      `\n${say.map((line) => `  ${line}`).join('\n')}\n\n  Ready after ${seconds} s. Ctrl+C stops it.\n\n`,
    );
    return { service, log };
  },
});
