import { expect, it } from 'vitest';
import { environmentOf, SERVICE_NAMES, type Surroundings } from './environment.ts';
import { makeSecrets } from './secrets-file.ts';

const onDiscord: Surroundings = {
  databaseUrl: 'postgres://127.0.0.1:3903/tzurot',
  secrets: makeSecrets(),
  discord: { token: 'a-token' },
  modelUrl: null,
  ports: { 'api-gateway': 3902, 'bot-client': 3904, 'ai-worker': 3905 },
};

it('hands on what the operator set, to every service', () => {
  const operator = { DISCORD_API_URL: 'http://discord.example/api', PERSON_BURST: '3', GUEST_MODEL: 'some/model' };

  for (const service of SERVICE_NAMES) {
    expect(environmentOf(service, { ...onDiscord, operator })).toMatchObject(operator);
  }
});

it('reaches the Discord that runs here whatever the operator set', () => {
  const here = { apiUrl: 'http://127.0.0.1:3900/api', token: 'bot.tzurot' };
  const operator = { DISCORD_API_URL: 'http://discord.example/api' };

  expect(environmentOf('bot-client', { ...onDiscord, discord: here, operator })['DISCORD_API_URL']).toBe(here.apiUrl);
});

it('gives each service its own credential, and the token of the bot to those who speak to Discord', () => {
  const { secrets } = onDiscord;

  const [gateway, worker, bot] = SERVICE_NAMES.map((service) => environmentOf(service, onDiscord));

  expect(gateway?.['DISCORD_TOKEN']).toBeUndefined();
  expect([worker?.['DISCORD_TOKEN'], bot?.['DISCORD_TOKEN']]).toEqual(['a-token', 'a-token']);
  expect(worker?.['SERVICE_TOKEN_BOT_CLIENT']).toBeUndefined();
  expect(bot).toMatchObject({ SERVICE_TOKEN_BOT_CLIENT: secrets.botClientToken });
  expect(bot?.['SERVICE_TOKEN_AI_WORKER']).toBeUndefined();
  expect(JSON.stringify([worker, bot])).not.toContain(secrets.encryptionKeys);
});

it("puts the operator's own secrets in the place of those that were made, each where it belongs", () => {
  const operator = {
    ENCRYPTION_KEYS: 'mine:a2V5',
    SERVICE_TOKEN_BOT_CLIENT: 'b'.repeat(20),
    SERVICE_TOKEN_AI_WORKER: '',
  };

  const [gateway, worker, bot] = SERVICE_NAMES.map((service) => environmentOf(service, { ...onDiscord, operator }));

  const made = onDiscord.secrets.aiWorkerToken;
  expect(gateway).toMatchObject({ ...operator, SERVICE_TOKEN_AI_WORKER: made });
  expect(worker?.['SERVICE_TOKEN_AI_WORKER']).toBe(made);
  expect(bot?.['SERVICE_TOKEN_BOT_CLIENT']).toBe(operator.SERVICE_TOKEN_BOT_CLIENT);
  expect([worker?.['ENCRYPTION_KEYS'], bot?.['ENCRYPTION_KEYS']]).toEqual([undefined, undefined]);
});

it('lets the local model answer guests unless the operator has chosen another', () => {
  const local = { ...onDiscord, modelUrl: 'http://127.0.0.1:3901' };
  const guestOf = (operator: Record<string, string>) => {
    const { GUEST_VENDOR: vendor, GUEST_MODEL: model } = environmentOf('api-gateway', { ...local, operator });
    return [vendor, model];
  };

  expect(guestOf({})).toEqual(['local', 'local/story']);
  expect(guestOf({ GUEST_VENDOR: '', GUEST_MODEL: '' })).toEqual(['local', 'local/story']);
  expect(guestOf({ GUEST_VENDOR: 'openrouter' })).toEqual(['openrouter', undefined]);
});

it.each([
  ['127.0.0.1', 'http://127.0.0.1:3902'],
  ['0.0.0.0', 'http://127.0.0.1:3902'],
  ['::1', 'http://[::1]:3902'],
  ['::', 'http://[::1]:3902'],
  ['localhost', 'http://localhost:3902'],
])('on HOST %s lets the others find the gateway at %s', (host, url) => {
  const found = (['ai-worker', 'bot-client'] as const).map(
    (service) => environmentOf(service, { ...onDiscord, host })['GATEWAY_URL'],
  );

  expect(found).toEqual([url, url]);
  expect(URL.canParse(url)).toBe(true);
});
