import { readConfig } from '@tzurot/platform';
import { expect, it } from 'vitest';

import { WorkerConfig, WorkerSecrets } from './config.ts';

const schemas = { config: WorkerConfig, secrets: WorkerSecrets };
const env = { GATEWAY_URL: 'http://127.0.0.1:3902', SERVICE_TOKEN_AI_WORKER: 'x'.repeat(32), DISCORD_TOKEN: 'token' };

it('asks only for what has no sensible default', () => {
  const { config } = readConfig(schemas, env);

  expect(config).toMatchObject({ DISCORD_API_URL: 'https://discord.com/api', WORKER_PORT: 3905 });
});

it('lists everything that is missing or wrong at once', () => {
  const wrong = { WORKER_PORT: 'many', OLLAMA_URL: 'ftp://here', DISCORD_TOKEN: 'token' };

  expect(() => readConfig(schemas, wrong)).toThrow(
    /^OLLAMA_URL: [^]*\nGATEWAY_URL: [^]*\nWORKER_PORT: [^]*\nSERVICE_TOKEN_AI_WORKER: [^\n]*$/,
  );
});

it('keeps secrets apart from what is logged', () => {
  const { config } = readConfig(schemas, { ...env, DATABASE_URL: 'postgres://a:b@c/d', OPENAI_API_KEY: 'sk-12345678' });

  expect(JSON.stringify(config)).not.toMatch(/postgres:|sk-12345678|token/);
});
