import {
  changeOwnFacts,
  choosePersona,
  choosePreset,
  deletePersona,
  listCharacterPresets,
  listCharacters,
  listPersonas,
  listPresetChoices,
  listPresets,
  readHistoryStats,
  readOwnFacts,
  resetChannelHistory,
} from '@tzurot/contracts';
import { answer, fakeGateway } from '@tzurot/platform/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BotUnderTest, startBot } from './support/bot.ts';
import { readText } from './support/fits-discord.ts';
import type { Person } from './support/person.ts';
import { IDS, sampleCharacter, samplePersona, samplePreset } from './support/samples.ts';
import { hasOpenApi, judgeCalls } from './support/spec.ts';

let bot: BotUnderTest;
let ben: Person;

beforeAll(async () => {
  bot = await startBot();
  ben = await bot.connect('ben');
});
afterAll(() => bot.stop());

function give() {
  const other = samplePersona({ name: 'Ranger', description: 'for the north', withCharacters: ['Lilith'] });
  const gateway = fakeGateway(
    answer(listPersonas, () => ({
      items: [samplePersona({ id: IDS.key, isDefault: true }), other],
    })),
    answer(deletePersona, () => ({ name: 'Ranger', deletedMemories: 3 })),
    answer(choosePersona, ({ body }) => ({
      personaName: body.personaId === null ? null : 'Ranger',
      characterName: 'Lilith',
    })),
    answer(listCharacters, () => ({ items: [sampleCharacter()], page: 1, pages: 1, total: 1 })),
    answer(listPresets, () => ({ items: [samplePreset()] })),
    answer(listPresetChoices, () => ({ items: [], effective: null })),
    answer(listCharacterPresets, () => ({
      items: [
        {
          characterId: IDS.character,
          characterName: 'Lilith',
          presetId: IDS.preset,
          presetName: 'Storyteller',
          model: 'm',
        },
      ],
    })),
    answer(choosePreset, ({ params, body }) => ({
      presetName: body.presetId === null ? null : 'Storyteller',
      characterName: params.tier === 'user' ? null : 'Lilith',
    })),
    answer(readOwnFacts, () => ({ timezone: null, birthday: null })),
    answer(changeOwnFacts, ({ body }) => ({ timezone: body.timezone ?? null, birthday: body.birthday ?? null })),
  );
  bot.give({ gateway });
  return gateway;
}

it('/me profile list shows every profile, and opens one', async () => {
  give();
  await ben.use('me profile list');

  const list = await ben.see('Your profiles');
  await ben.choose(list, IDS.persona);

  expect(readText(list)).toContain('**Ranger** · she/her · for the north · Lilith');
  await ben.see('Used with: Lilith');
});

it('/me profile delete asks first, and says what goes with it', async () => {
  const gateway = give();
  await ben.use('me profile delete', { profile: 'Ranger' });
  const question = await ben.see('Delete the profile Ranger?');

  await ben.press(question, 'Delete Ranger');

  await ben.see('Ranger is deleted, with 3 memories.');
  expect(readText(question)).toContain('know you by your default profile again');
  expect(gateway.callsOf(deletePersona)).toHaveLength(1);
});

it('/me profile delete keeps the default one', async () => {
  give();

  await ben.use('me profile delete', { profile: 'Ada' });

  await ben.see('Ada is your default profile.');
});

it('/me profile override chooses who somebody is to one character, and takes it back', async () => {
  const gateway = give();

  await ben.use('me profile override', { character: 'Lilith', profile: 'Ranger' });
  await ben.see('Lilith now knows you as Ranger.');
  await ben.use('me profile override', { character: 'Lilith' });
  await ben.see('Lilith knows you by your default profile again.');

  expect(gateway.callsOf(choosePersona)).toMatchObject([
    { params: { characterId: IDS.character }, body: { personaId: IDS.persona } },
    { body: { personaId: null } },
  ]);
});

it('/me model lists, sets and resets the preset of one character and of all', async () => {
  const gateway = give();

  await ben.use('me model list');
  await ben.see('Lilith: **Storyteller** (m)');
  await ben.use('me model set', { character: 'Lilith', preset: 'Storyteller' });
  await ben.see('You talk with Lilith using Storyteller now.');
  await ben.use('me model reset', { character: 'Lilith' });
  await ben.see('no preset of your own for Lilith');
  await ben.use('me model default', { preset: 'Storyteller' });
  await ben.see('You talk with Storyteller now');

  expect(gateway.callsOf(choosePreset)).toMatchObject([
    { params: { tier: 'user-character' }, body: { presetId: IDS.preset } },
    { params: { tier: 'user-character' }, body: { presetId: null } },
    { params: { tier: 'user' }, body: { presetId: IDS.preset } },
  ]);
});

it('/me timezone suggests zones by city and by offset, and says what time it is there', async () => {
  give();

  const [berlin] = await ben.suggestions('me timezone set', 'zone', 'berlin');
  const india = await ben.suggestions('me timezone set', 'zone', '+5:30');
  await ben.use('me timezone set', { zone: 'Europe/Berlin' });

  expect(berlin?.value).toBe('Europe/Berlin');
  expect(berlin?.name).toMatch(/^\(UTC\+0[12]:00\) Europe\/Berlin$/);
  expect(india.every(({ name }) => name.startsWith('(UTC+05:30)'))).toBe(true);
  expect(india.length).toBeGreaterThan(0);
  await ben.see(/It's \w+ \d\d:\d\d where you are/);
  await ben.use('me timezone get');
  await ben.see('You set no zone');
});

it('/me birthday keeps a day of the year, and forgets it', async () => {
  const gateway = give();

  await ben.use('me birthday', { month: 2, day: 29 });
  await ben.see('Your birthday is February 29.');
  await ben.use('me birthday');
  await ben.see('I forgot your birthday.');

  expect(gateway.callsOf(changeOwnFacts).map(({ body }) => body)).toEqual([
    { birthday: { month: 2, day: 29 } },
    { birthday: null },
  ]);
});

it('/history stats says how much a character sees, and reset is for staff', async () => {
  const gateway = fakeGateway(
    answer(listCharacters, () => ({ items: [sampleCharacter()], page: 1, pages: 1, total: 1 })),
    answer(readHistoryStats, () => ({ characterName: 'Lilith', countedLines: 4, hiddenLines: 1, since: null })),
    answer(resetChannelHistory, ({ body }) => ({ since: body.undo ? null : '2026-12-01T00:00:00.000Z' })),
  );
  bot.give({ gateway });
  const cyn = await bot.connect('cyn');

  await ben.use('history stats', { character: 'Lilith' });
  await ben.see('Lilith sees 4 lines of what you said to each other**, from the very beginning. 1 line from before');
  await ben.use('history reset');
  await ben.see('This is for people who can manage messages');
  await cyn.use('history reset');
  await cyn.see('Everybody starts fresh in this channel.');
  await cyn.use('history reset', { undo: true });
  await cyn.see('counts again');

  expect(gateway.callsOf(resetChannelHistory)).toHaveLength(2);
});

it.skipIf(!hasOpenApi)("sends only what Discord's own description allows", () => {
  expect(judgeCalls(bot.discord).problems).toEqual([]);
});
