import {
  changeOperatorSettings,
  changeSettings,
  changeStaffSettings,
  getCharacter,
  isOfBot,
  isOfPlace,
  readOperatorSettings,
  readSettings,
  readStaffSettings,
  SETTING_NAMES,
  SETTINGS,
  type SettingsView,
} from '@tzurot/contracts';
import { parseInput } from '@tzurot/platform';
import { answer, fakeGateway, fakeQueues } from '@tzurot/platform/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BotUnderTest, startBot } from './support/bot.ts';
import { readText } from './support/fits-discord.ts';
import type { Person } from './support/person.ts';
import { IDS, sampleCharacter } from './support/samples.ts';

let bot: BotUnderTest;
let ada: Person;
let ben: Person;
let cyn: Person;

beforeAll(async () => {
  bot = await startBot();
  ada = await bot.connect('ada');
  ben = await bot.connect('ben');
  cyn = await bot.connect('cyn');
});
afterAll(() => bot.stop());

const builtIn = (own: object = {}): SettingsView => ({
  items: SETTING_NAMES.map((name) => ({
    name,
    value: SETTINGS[name].builtIn,
    source: 'built-in',
    limitedBy: null,
    ...own,
  })),
});

it("shows every setting with its value and source, and changes what a form's inputs say", async () => {
  const gateway = fakeGateway(
    answer(readSettings, () => builtIn()),
    answer(changeSettings, () => builtIn({ own: 30, value: 30, source: 'user' })),
  );
  bot.give({ gateway, queues: fakeQueues() });
  await ada.use('settings');

  const panel = await ada.see('Your settings');
  for (const name of SETTING_NAMES)
    expect(readText(panel).includes(`${SETTINGS[name].label}: **`), name).toBe(!isOfPlace(name) && !isOfBot(name));
  await ada.pressId(panel, 'settings:edit-settings-prompt:all');
  await ada.submit(await ada.seeModal(), { historyLines: ' 1,0 0' });
  await ada.see("isn't a number");
  await ada.pressId(panel, 'settings:edit-settings-prompt:all');
  await ada.submit(await ada.seeModal(), { historyLines: '30' });

  await ada.see('**30** (set by you)');
  expect(gateway.callsOf(changeSettings).at(-1)).toMatchObject({
    params: { tier: 'user' },
    body: { values: { historyLines: 30 }, reset: [] },
  });
});

it('takes an empty input for "inherit" and the word off for "off"', async () => {
  let current = builtIn({ own: 30 });
  const gateway = fakeGateway(
    answer(readSettings, () => current),
    answer(changeSettings, () => {
      current = builtIn();
      return current;
    }),
    answer(getCharacter, () => sampleCharacter()),
  );
  bot.give({ gateway, queues: fakeQueues() });
  await ada.use('settings', { character: IDS.character });
  const panel = await ada.see('Your settings with Lilith');

  await ada.pressId(panel, `settings:edit-settings-prompt:${IDS.character}`);
  await ada.submit(await ada.seeModal(), { historyLines: '' });
  await ada.see('Lilith');
  await ada.pressId(panel, `settings:edit-settings-memory:${IDS.character}`);
  await ada.submit(await ada.seeModal(), { memoryTokens: 'Off' });
  await ada.see('Lilith');

  expect(gateway.callsOf(changeSettings)).toMatchObject([
    { params: { tier: 'user-character' }, query: { characterId: IDS.character }, body: { reset: ['historyLines'] } },
    { body: { values: { memoryTokens: null } } },
  ]);
});

it('explains a value out of range by the label of its input', async () => {
  bot.give({
    queues: fakeQueues(),
    gateway: fakeGateway(
      answer(readSettings, () => builtIn()),
      answer(changeSettings, ({ body }) => {
        parseInput(changeSettings.body, body, 'body');
        return builtIn();
      }),
    ),
  });
  await ada.use('settings');
  await ada.pressId(await ada.see('Your settings'), 'settings:edit-settings-prompt:all');

  await ada.submit(await ada.seeModal(), { historyLines: '501' });

  await ada.see('**History lines** must be at most 500');
});

it('lets staff set limits for their server and for a channel, and nobody else', async () => {
  const gateway = fakeGateway(
    answer(readStaffSettings, () => builtIn()),
    answer(changeStaffSettings, () => builtIn({ ownLimit: 50 })),
  );
  bot.give({ gateway, queues: fakeQueues() });

  await cyn.use('server settings');
  const panel = await cyn.see('Settings of this server');
  expect(readText(panel)).toContain('People can choose any value.');
  await cyn.pressId(panel, 'server:edit-settings-limits:here');
  await cyn.submit(await cyn.seeModal(), { historyLines: '50' });
  await cyn.see('History lines: at most **50**');
  await cyn.use('channel settings');
  await cyn.see('Settings of this channel');
  await expect(ben.use('server settings')).rejects.toThrow('sees no command');

  const [change] = gateway.callsOf(changeStaffSettings);
  expect(change?.body).toMatchObject({ values: {}, limits: { historyLines: 50 } });
  expect(gateway.callsOf(readStaffSettings).map((call) => call.params)).toContainEqual({ tier: 'channel' });
});

it('shows the operator the settings of the whole bot', async () => {
  const gateway = fakeGateway(
    answer(readOperatorSettings, () => builtIn({ limitedBy: 'operator', value: 10, source: 'user' })),
    answer(changeOperatorSettings, () => builtIn()),
  );
  bot.give({ gateway, queues: fakeQueues() });

  await ada.use('admin settings');

  expect(readText(await ada.see('Settings of the bot'))).toContain('**10** (set by you; limited by the operator)');
});
