import {
  type CallerInput,
  changeOperatorSettings,
  changeSettings,
  changeStaffSettings,
  readSettings,
  readStaffSettings,
  type SettingsView,
} from '@tzurot/contracts';
import type { AppError } from '@tzurot/platform';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  acceptOne,
  callerOf,
  newChannel,
  newCharacter,
  newPerson,
  newSnowflake,
  newTrigger,
  openForSure,
  type TestPerson,
} from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

let gateway: TestGateway;
let ada: TestPerson;
let staff: CallerInput;

beforeAll(async () => {
  gateway = await startGateway();
});
beforeEach(() => {
  ada = newPerson('Ada');
  staff = { ...callerOf(newPerson('Cyn')), guildId: newSnowflake(), isStaff: true };
});
afterEach(async () => {
  await gateway.database.pool.query('DELETE FROM operator_settings');
});
afterAll(() => gateway.stop());

const historyLines = ({ items }: SettingsView) => items.find(({ name }) => name === 'historyLines');

it('shows where a value comes from, and that the tier itself says nothing', async () => {
  const view = await gateway.bot.call(readSettings, { caller: callerOf(ada), params: { tier: 'user' } });

  expect(historyLines(view)).toEqual({ name: 'historyLines', value: 100, source: 'built-in', limitedBy: null });
});

it('keeps a value, switches off, and goes back to what it inherits', async () => {
  const change = async (body: object) =>
    historyLines(await gateway.bot.call(changeSettings, { caller: callerOf(ada), params: { tier: 'user' }, body }));

  expect(await change({ values: { historyLines: 30 } })).toMatchObject({ value: 30, source: 'user', own: 30 });
  expect(await change({ values: { memoryTokens: 5 } })).toMatchObject({ value: 30, own: 30 });
  expect(await change({ values: { historyLines: null } })).toMatchObject({ value: null, own: null });
  expect(await change({ reset: ['historyLines'] })).toEqual({
    name: 'historyLines',
    value: 100,
    source: 'built-in',
    limitedBy: null,
  });
});

it('lets neither of two people who change different settings at once lose theirs', async () => {
  const change = (values: object) =>
    gateway.bot.call(changeStaffSettings, { caller: staff, params: { tier: 'guild' }, body: { values } });

  await Promise.all([change({ historyLines: 10 }), change({ memoryTokens: 20 })]);

  const { items } = await gateway.bot.call(readStaffSettings, { caller: staff, params: { tier: 'guild' } });
  const own = Object.fromEntries(items.map((item) => [item.name, item.own]));
  expect(own).toMatchObject({ historyLines: 10, memoryTokens: 20 });
});

it('lowers what people set to the limit of the server they talk in', async () => {
  await gateway.bot.call(changeStaffSettings, {
    caller: staff,
    params: { tier: 'guild' },
    body: { limits: { historyLines: 40 } },
  });
  await gateway.bot.call(changeSettings, {
    caller: callerOf(ada),
    params: { tier: 'user' },
    body: { values: { historyLines: 300 } },
  });

  const here = await gateway.bot.call(readSettings, {
    caller: { ...callerOf(ada), guildId: staff.guildId },
    params: { tier: 'user' },
  });
  const elsewhere = await gateway.bot.call(readSettings, { caller: callerOf(ada), params: { tier: 'user' } });

  expect(historyLines(here)).toMatchObject({ value: 40, source: 'user', limitedBy: 'guild', own: 300 });
  expect(historyLines(elsewhere)).toMatchObject({ value: 300, limitedBy: null });
});

it('shows a tier only what holds there, whatever nearer tiers say', async () => {
  await gateway.bot.call(changeSettings, {
    caller: callerOf(ada),
    params: { tier: 'user' },
    body: { values: { historyLines: 300 } },
  });
  const operator = { ...callerOf(ada), isOperator: true };
  await gateway.bot.call(changeOperatorSettings, { caller: operator, body: { values: { historyLines: 90 } } });

  const view = await gateway.bot.call(readStaffSettings, { caller: staff, params: { tier: 'guild' } });

  expect(historyLines(view)).toMatchObject({ value: 90, source: 'operator' });
});

it('refuses a channel of another server, and a character of somebody else', async () => {
  const channelId = newSnowflake();
  const change = (caller: CallerInput) =>
    gateway.bot.call(changeStaffSettings, {
      caller,
      params: { tier: 'channel' },
      query: { channelId },
      body: { values: { historyLines: 1 } },
    });
  await change(staff);
  const { id: characterId } = await newCharacter(gateway, newPerson(), { name: 'Open', isPublic: true });

  const foreign = await change({ ...staff, guildId: newSnowflake() }).catch((error: AppError) => error.code);
  const stolen = await gateway.bot
    .call(changeSettings, {
      caller: callerOf(ada),
      params: { tier: 'character' },
      query: { characterId },
      body: { values: { historyLines: 1 } },
    })
    .catch((error: AppError) => error.code);

  expect([foreign, stolen]).toEqual(['forbidden', 'forbidden']);
});

it('reaches the turn that it is about', async () => {
  const { id: characterId } = await newCharacter(gateway, ada, { name: 'Keeper' });
  await gateway.bot.call(changeSettings, {
    caller: callerOf(ada),
    params: { tier: 'user-character' },
    query: { characterId },
    body: { values: { memoryTokens: 123 } },
  });

  const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), characterId));

  expect(turn.memoryTokens).toBe(123);
});
