import { readConfig } from '@tzurot/platform';
import { expect, it } from 'vitest';
import { BotClientConfig, BotClientSecrets } from './config.ts';

const env = { DISCORD_TOKEN: 'a-token', SERVICE_TOKEN_BOT_CLIENT: 'x'.repeat(16) };
const read = (more: Record<string, string>) =>
  readConfig({ config: BotClientConfig, secrets: BotClientSecrets }, { ...env, ...more }).config;

it('OPERATOR_IDS takes a comma-separated list of ids, or nothing', () => {
  expect(read({ OPERATOR_IDS: ' 123456789012345678, 223456789012345678,' }).OPERATOR_IDS).toEqual([
    '123456789012345678',
    '223456789012345678',
  ]);
  expect(read({}).OPERATOR_IDS).toEqual([]);
});

it('lists everything that is wrong at once', () => {
  const wrong = { OPERATOR_IDS: '123456789012345678,ada', DEV_GUILD_ID: 'Tavern', MAX_IDENTIFIES_PER_DAY: '0' };

  expect(() => read(wrong)).toThrow(
    /^OPERATOR_IDS: not a Discord id [^]*\nDEV_GUILD_ID: not a Discord id [^]*\nMAX_IDENTIFIES_PER_DAY: /,
  );
});

it('SHARDS_PER_PROCESS needs SHARD_COUNT, so that all processes count alike', () => {
  expect(read({ SHARD_COUNT: '4', SHARDS_PER_PROCESS: '2' })).toMatchObject({ SHARD_COUNT: 4, SHARDS_PER_PROCESS: 2 });
  expect(() => read({ SHARDS_PER_PROCESS: '2' })).toThrow(/^SHARD_COUNT: is missing/);
});
