import { createVendorCatalogue, getStatus, putWebhook, setWalletKey } from '@tzurot/contracts';
import { createSecretBox, createSharedState, parseEncryptionKeys } from '@tzurot/platform';
import { fakeLog, fakeQueues } from '@tzurot/platform/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { rotateSecrets } from '../src/database/rotate-secrets.ts';
import { apiGateway } from '../src/index.ts';
import { reveal } from '../src/wallet/wallet.ts';
import { callerOf, newPerson, newSnowflake } from './support/facts.ts';
import { ENCRYPTION_KEYS, startGateway, type TestGateway, testConfig, testSecrets } from './support/gateway.ts';

const NEW_KEY = `new:${Buffer.alloc(32, 9).toString('base64')}`;
const keys = `${NEW_KEY},${ENCRYPTION_KEYS}`;
const boxOf = (text: string) => createSecretBox(parseEncryptionKeys(text));

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

/** A gateway beside the first one, on the same database, whose clock runs. */
const startWith = async (encryptionKeys: string) => {
  const { log } = fakeLog();
  const secrets = { ...testSecrets(gateway.database.url), ENCRYPTION_KEYS: encryptionKeys };
  const parts = { log, queues: fakeQueues(), state: createSharedState({ log }) };
  return apiGateway.start(testConfig, secrets, parts);
};

const status = async () => {
  const operator = { ...callerOf(newPerson()), isOperator: true };
  return (await gateway.bot.call(getStatus, { caller: operator })).encryptionKeys;
};

it('re-encrypts everything under a new key in the background, until the old key can be removed', async () => {
  const { bot, worker, database } = gateway;
  const body = { vendor: 'compatible', key: 'own-key', address: 'https://models.example/v1' };
  await bot.call(setWalletKey, {
    caller: callerOf(newPerson()),
    body: { vendor: 'openrouter', key: 'sk-or-v1-secret' },
  });
  const own = await bot.call(setWalletKey, { caller: callerOf(newPerson()), body });
  const channelId = newSnowflake();
  const webhook = { id: newSnowflake(), token: 'token', channelId };
  await worker.call(putWebhook, { params: { channelId }, body: { webhook } });

  const tooEarly = await startWith(NEW_KEY).catch((error: Error) => error.message);
  const before = await status();
  const rotating = await startWith(keys);
  await vi.waitFor(async () => {
    const { rows } = await database.pool.query(
      `SELECT sealed FROM wallet_keys UNION ALL SELECT webhook_token_sealed FROM channels WHERE webhook_token_sealed IS NOT NULL`,
    );
    expect(rows.map(({ sealed }) => sealed.split('.')[1])).toEqual(['new', 'new', 'new']);
  }, 10_000);
  const after = await status();
  await rotating.stop();
  const withoutOld = await startWith(NEW_KEY);
  await withoutOld.stop();

  expect(tooEarly).toMatch(/3 stored secrets are under key "test"/);
  expect(before).toEqual([{ id: 'test', secrets: 3 }]);
  expect(after).toEqual([
    { id: 'test', secrets: 0 },
    { id: 'new', secrets: 3 },
  ]);
  const opened = await reveal(own.id, 'look', { ...database, box: boxOf(NEW_KEY), vendors: createVendorCatalogue() });
  expect(opened).toEqual(body);
});

it('leaves a secret that cannot be opened as it is, says so once, and goes on with the others', async () => {
  const { bot, database } = gateway;
  const { log, messages } = fakeLog();
  await database.pool.query('DELETE FROM wallet_keys; UPDATE channels SET webhook_token_sealed = NULL');
  const [damaged, whole] = [callerOf(newPerson()), callerOf(newPerson())];
  const { id } = await bot.call(setWalletKey, { caller: damaged, body: { vendor: 'openrouter', key: 'sk-or-v1-one' } });
  await bot.call(setWalletKey, { caller: whole, body: { vendor: 'openrouter', key: 'sk-or-v1-two' } });
  await database.pool.query(`UPDATE wallet_keys SET sealed = sealed || 'AAAA' WHERE id = $1`, [id]);
  const step = rotateSecrets({ pool: database.pool, box: boxOf(keys), log });

  const changed = [await step(), await step()];

  expect(changed).toEqual([1, 0]);
  expect(messages('error')).toEqual(['a stored secret could not be re-encrypted']);
});
