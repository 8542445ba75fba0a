import {
  type AuthorNote,
  getChannelNote,
  getCharacterNote,
  listCharacters,
  putChannelNote,
  putCharacterNote,
} from '@tzurot/contracts';
import { answer, type FakeGateway, fakeGateway } from '@tzurot/platform/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BotUnderTest, startBot } from './support/bot.ts';
import { readText } from './support/fits-discord.ts';
import type { Person } from './support/person.ts';
import { IDS, sampleCharacter, summaryOf } from './support/samples.ts';

let bot: BotUnderTest;
let ada: Person;
let ben: Person;
let cyn: Person;

beforeAll(async () => {
  bot = await startBot();
  [ada, ben, cyn] = await Promise.all([bot.connect('ada'), bot.connect('ben'), bot.connect('cyn')]);
});
afterAll(() => bot.stop());

const brief: AuthorNote = { text: 'Be *brief*.', depth: 2, role: 'system', every: 3 };

/** A gateway that keeps one note for whatever is asked. */
function give(note: AuthorNote | null): FakeGateway {
  let current = note;
  const gateway = fakeGateway(
    answer(listCharacters, () => ({
      items: [summaryOf(sampleCharacter())],
      page: 1,
      pages: 1,
      total: 1,
    })),
    answer(getCharacterNote, () => ({ characterName: 'Lilith', note: current })),
    answer(putCharacterNote, ({ body }) => {
      current = body.note;
      return { characterName: 'Lilith' };
    }),
    answer(getChannelNote, () => ({ note: current })),
    answer(putChannelNote, ({ body }) => {
      current = body.note;
      return {};
    }),
  );
  bot.give({ gateway });
  return gateway;
}

it('writes the note of a character in a form', async () => {
  const gateway = give(null);

  await ada.use('note set', { character: 'Lilith' });
  await ada.press(await ada.see('no note yet'), 'Edit');
  await ada.submit(await ada.seeModal(), { text: 'Be brief.', depth: '0', role: 'assistant', every: '' });

  expect(readText(await ada.see('After the last message, as assistant, in every turn'))).toContain('Be brief.');
  expect(gateway.callsOf(putCharacterNote)).toMatchObject([
    {
      params: { characterId: IDS.character },
      body: { note: { text: 'Be brief.', depth: 0, role: 'assistant', every: 1 } },
    },
  ]);
});

it('writes the note of a channel for its staff, with the usual place unless another is given', async () => {
  const gateway = give(null);

  await cyn.use('note set');
  await cyn.press(await cyn.see('no note yet'), 'Edit');
  await cyn.submit(await cyn.seeModal(), { text: 'It is winter.', depth: '', role: 'system', every: '' });

  await cyn.see('4 messages from the end, as system, in every turn');
  expect(gateway.callsOf(putChannelNote)).toMatchObject([
    {
      params: { channelId: bot.discord.world.channels.general },
      body: { note: { text: 'It is winter.', depth: 4, role: 'system', every: 1 } },
    },
  ]);
});

it('tells somebody who is not staff that a channel has its note from staff', async () => {
  const gateway = give(brief);

  await ben.use('note show');

  await ben.see('people who can manage messages');
  expect(gateway.callsOf(getChannelNote)).toEqual([]);
});

it('shows a note as it was written, and where it stands', async () => {
  give(brief);

  await ada.use('note show', { character: 'Lilith' });

  const shown = readText(await ada.see("Author's note"));
  expect(shown).toContain(String.raw`Be \*brief\*.`);
  expect(shown).toContain('2 messages from the end, as system, once every 3 turns');
});

it('clears a note', async () => {
  const gateway = give(brief);

  await ada.use('note clear', { character: 'Lilith' });
  await ada.see('The note for Lilith is cleared.');
  await ada.use('note show', { character: 'Lilith' });

  await ada.see('Lilith has no note.');
  expect(gateway.callsOf(putCharacterNote)).toMatchObject([{ body: { note: null } }]);
});

it('says which input is not a number', async () => {
  give(null);

  await ada.use('note set', { character: 'Lilith' });
  await ada.press(await ada.see('no note yet'), 'Edit');
  await ada.submit(await ada.seeModal(), { text: 'Be brief.', depth: 'low', role: 'system', every: '' });

  await ada.see('**Depth** “low”');
});
