import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { acceptTrigger, getAddressBook, putWebhook, setWalletKey } from '@tzurot/contracts';
import { createSharedState } from '@tzurot/platform';
import { fakeClock, fakeLog, fakeQueues } from '@tzurot/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiGateway, seedDatabase } from '../src/index.ts';
import { startEmptyDatabase, type TestDatabase } from './support/database.ts';
import { callerOf, newChannel, newPerson, newSnowflake, newTrigger } from './support/facts.ts';
import { ENCRYPTION_KEYS, startGateway, type TestGateway, testConfig, testSecrets } from './support/gateway.ts';

const parts = () => {
  const log = fakeLog();
  return { log: log.log, queues: fakeQueues(), state: createSharedState({ log: log.log }), clock: fakeClock() };
};

const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;

const failure = async (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => new Error('it started'),
    (error: Error) => error,
  );

describe('the gateway', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway();
    const { bot, worker } = gateway;
    await bot.call(setWalletKey, { caller: callerOf(newPerson()), body: { vendor: 'local', key: 'local-key' } });
    const channelId = newSnowflake();
    await worker.call(putWebhook, {
      params: { channelId },
      body: { webhook: { id: newSnowflake(), token: 't', channelId } },
    });
  });
  afterAll(() => gateway.stop());

  const start = (encryptionKeys: string) =>
    apiGateway.start(testConfig, { ...testSecrets(gateway.database.url), ENCRYPTION_KEYS: encryptionKeys }, parts());

  it('starts a second time beside the first, also with a new key in front of the old one', async () => {
    const second = await start(`${key('new', 9)},${ENCRYPTION_KEYS}`);

    expect((await fetch(`${second.url}/health/ready`)).status).toBe(200);
    await second.stop();
  });

  it('starts when all keys are sealed together with an address', async () => {
    const { rows: others } = await gateway.database.pool.query('DELETE FROM wallet_keys RETURNING *');
    await gateway.database.pool.query('UPDATE channels SET webhook_token_sealed = NULL');
    const body = { vendor: 'compatible', key: 'some-key', address: 'https://models.example/v1' };
    await gateway.bot.call(setWalletKey, { caller: callerOf(newPerson()), body });

    const second = await start(ENCRYPTION_KEYS);

    expect(others).toHaveLength(1);
    expect((await fetch(`${second.url}/health/ready`)).status).toBe(200);
    await second.stop();
  });

  it('does not start when the key is missing that stored secrets were made with', async () => {
    const error = await failure(start(key('other', 9)));

    expect(error).toMatchObject({ name: 'ConfigError', message: expect.stringContaining('under key "test"') });
  });

  it('does not start when the key has the right name and is another', async () => {
    const error = await failure(start(key('test', 9)));

    expect(error).toMatchObject({ name: 'ConfigError', message: expect.stringContaining('put back the key') });
  });

  it('does not start on a port that is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;

    const config = { ...testConfig, GATEWAY_PORT: port };
    const error = await failure(apiGateway.start(config, testSecrets(gateway.database.url), parts()));
    await new Promise((resolve) => taken.close(resolve));

    expect(error).toMatchObject({ name: 'ConfigError', message: expect.stringContaining(`${port} is taken`) });
  });
});

describe('a database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startEmptyDatabase();
  });
  afterAll(() => database.close());

  it('that was never migrated is refused with what to run', async () => {
    const error = await failure(apiGateway.start(testConfig, testSecrets(database.url), parts()));

    expect(error).toMatchObject({ name: 'ConfigError', message: expect.stringContaining('npm run migrate') });
  });
});

describe('a database that stops', () => {
  it('makes calls unavailable, to be repeated later', async () => {
    const gateway = await startGateway();
    await gateway.database.close();

    const body = { trigger: newTrigger(newPerson(), newChannel()), characterIds: [] };
    const error = await failure(gateway.bot.call(acceptTrigger, { body, timeoutMs: 3_000 }));

    expect(error).toMatchObject({ code: 'unavailable', retry: true, because: { reason: 'database-unavailable' } });
    await gateway.stop();
  });
});

describe('the first characters', () => {
  it('are made once, and what was changed or deleted since stays so', async () => {
    const gateway = await startGateway();
    const { database } = gateway;
    const names = async () => {
      const { addressees } = await gateway.bot.call(getAddressBook);
      return addressees
        .map((addressee) => `${addressee.name} ${addressee.isPublic ? 'public' : addressee.ownerId}`)
        .toSorted();
    };

    const made = await seedDatabase(database);
    const first = await names();
    await database.pool.query(`DELETE FROM characters WHERE slug = 'orin'`);
    const again = await seedDatabase(database);

    expect(made).toEqual(['Lilith', 'Pip', 'Orin']);
    expect(first).toEqual(['Lilith public', 'Orin public', 'Pip public']);
    expect(again).toEqual([]);
    expect(await names()).toHaveLength(2);
    await gateway.stop();
  });
});

describe('the configuration', () => {
  it('is refused with everything that is wrong, and without any value', () => {
    const env = {
      DATABASE_URL: 'nonsense',
      GATEWAY_PORT: 'x',
      GUEST_VENDOR: 'nobody'.repeat(10),
      SERVICE_TOKEN_BOT_CLIENT: 'short',
    };

    const read = () => apiGateway.readConfig(env);

    expect(read).toThrow(
      /GATEWAY_PORT[^]*GUEST_VENDOR[^]*DATABASE_URL[^]*ENCRYPTION_KEYS[^]*SERVICE_TOKEN_BOT_CLIENT[^]*SERVICE_TOKEN_AI_WORKER/,
    );
    expect(read).not.toThrow(/nonsense|nobody/);
  });

  it.each([
    ['GUEST_MODEL', { GUEST_VENDOR: 'openrouter' }],
    ['GUEST_VENDOR', { GUEST_MODEL: 'some/model' }],
  ])('is refused when guests lack their %s', (missing, guest) => {
    const env = {
      DATABASE_URL: 'postgres://127.0.0.1:5432/tzurot',
      ENCRYPTION_KEYS: 'a:b',
      SERVICE_TOKEN_BOT_CLIENT: 'x'.repeat(16),
      SERVICE_TOKEN_AI_WORKER: 'y'.repeat(16),
    };

    expect(() => apiGateway.readConfig({ ...env, ...guest })).toThrow(`${missing}: is missing`);
    expect(() => apiGateway.readConfig(env)).not.toThrow();
  });
});
