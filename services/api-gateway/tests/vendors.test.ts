import { createPreset, listVendors, publishVendors } from '@tzurot/contracts';
import { sampleVendors } from '@tzurot/platform/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDatabase, type TestDatabase } from './support/database.ts';
import { callerOf, newPerson, rejection } from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

const [openrouter] = sampleVendors;
const guest = { GUEST_VENDOR: 'local', GUEST_MODEL: 'local/story' };

let database: TestDatabase;
let gateway: TestGateway;

beforeAll(async () => {
  database = await startDatabase('embedded');
  gateway = await startGateway(guest, 'embedded', database);
});
afterAll(() => gateway.stop());

it('tells bot-client the vendors in the order in which a worker published them', async () => {
  const { vendors } = await gateway.bot.call(listVendors);

  expect(vendors).toEqual(sampleVendors);
});

it('knows the last published vendors in a gateway that starts before any worker', async () => {
  const { rows } = await database.pool.query('SELECT id FROM vendors ORDER BY position');

  expect(rows.map(({ id }) => id)).toEqual(sampleVendors.map(({ id }) => id));
});

it('refuses a preset of a vendor that is not offered any more, and says which are', async () => {
  await gateway.worker.call(publishVendors, { body: { vendors: openrouter ? [openrouter] : [] } });
  const caller = callerOf(newPerson());

  const error = await rejection(
    gateway.bot.call(createPreset, { caller, body: { name: 'Mine', vendor: 'local', model: 'local/echo' } }),
  );

  expect(error).toMatchObject({
    because: { reason: 'vendor-not-offered', facts: { vendor: 'local', offered: 'openrouter' } },
  });
});

it('warns the operator when guests would talk to a vendor that is not offered', () => {
  expect(gateway.log.messages('warn')).toContain('GUEST_VENDOR names a vendor that this bot does not offer');
});
