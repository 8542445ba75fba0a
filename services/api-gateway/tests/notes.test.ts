import { getChannelNote, getCharacterNote, putChannelNote, putCharacterNote } from '@tzurot/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  acceptOne,
  callerOf,
  exchange,
  giveKey,
  newChannel,
  newCharacter,
  newPerson,
  newSnowflake,
  newTrigger,
  openForSure,
  rejection,
  say,
} from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

let gateway: TestGateway;
const ada = newPerson('Ada');
const ben = newPerson('Ben');
beforeAll(async () => {
  gateway = await startGateway();
  await giveKey(gateway, ada);
});
afterAll(() => gateway.stop());

const noteOf = (text: string, more: object = {}) => ({ text, depth: 4, role: 'system' as const, every: 1, ...more });
const setNote = (characterId: string, note: ReturnType<typeof noteOf> | null) =>
  gateway.bot.call(putCharacterNote, { caller: callerOf(ada), params: { characterId }, body: { note } });
const staffOf = (guildId: string | undefined) => callerOf(ben, { guildId, isStaff: true });

/** What a turn that begins now keeps in mind; it ends with a reply. */
async function notesOfNextTurn(characterId: string, place: ReturnType<typeof newChannel>): Promise<string[]> {
  const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, place), characterId));
  await say(gateway, turn, 'yes');
  return turn.notes.map(({ text }) => text);
}

it('keeps the note of a character for its owner, until it is cleared', async () => {
  const { id } = await newCharacter(gateway, ada);
  const note = noteOf('Be brief.', { depth: 0, role: 'assistant', every: 3 });
  const read = () => gateway.bot.call(getCharacterNote, { caller: callerOf(ada), params: { characterId: id } });

  await setNote(id, note);
  expect(await read()).toEqual({ characterName: 'Lilith', note });
  await setNote(id, null);
  expect(await read()).toEqual({ characterName: 'Lilith', note: null });
});

it('lets nobody else read or change the note of a character', async () => {
  const { id } = await newCharacter(gateway, ada);
  const call = { caller: callerOf(ben), params: { characterId: id } };

  expect(await rejection(gateway.bot.call(getCharacterNote, call))).toMatchObject({ code: 'forbidden' });
  expect(
    await rejection(gateway.bot.call(putCharacterNote, { ...call, body: { note: noteOf('mine') } })),
  ).toMatchObject({
    code: 'forbidden',
  });
});

it('gives a turn the note of its character, then that of its channel', async () => {
  const { id } = await newCharacter(gateway, ada);
  const place = newChannel();
  await setNote(id, noteOf('of Lilith'));
  await gateway.bot.call(putChannelNote, {
    caller: staffOf(place.guildId),
    params: { channelId: place.channelId },
    body: { note: noteOf('of the channel') },
  });

  expect(await notesOfNextTurn(id, place)).toEqual(['of Lilith', 'of the channel']);
  expect(await notesOfNextTurn(id, newChannel())).toEqual(['of Lilith']);
});

it('gives a thread the note of its channel, unless it has one of its own', async () => {
  const { id } = await newCharacter(gateway, ada);
  const { guildId, channelId: parentId } = newChannel();
  const thread = newChannel({ kind: 'thread', guildId, parentId });
  const put = (channelId: string, text: string) =>
    gateway.bot.call(putChannelNote, { caller: staffOf(guildId), params: { channelId }, body: { note: noteOf(text) } });

  await put(parentId, 'of the channel');
  expect(await notesOfNextTurn(id, thread)).toEqual(['of the channel']);
  await put(thread.channelId, 'of the thread');
  expect(await notesOfNextTurn(id, thread)).toEqual(['of the thread']);
});

it('refuses the note of a channel of another server', async () => {
  const { guildId, channelId } = newChannel();
  const put = (caller: ReturnType<typeof staffOf>) =>
    gateway.bot.call(putChannelNote, { caller, params: { channelId }, body: { note: noteOf('mine') } });
  await put(staffOf(guildId));

  expect(await rejection(put(staffOf(newSnowflake())))).toMatchObject({ code: 'forbidden' });
  const { note } = await gateway.bot.call(getChannelNote, { caller: staffOf(guildId), params: { channelId } });
  expect(note?.text).toBe('mine');
});

it('gives a note to every nth turn of a conversation, whoever else talks with the character', async () => {
  const { id } = await newCharacter(gateway, ada);
  const place = newChannel();
  await setNote(id, noteOf('now and then', { every: 3 }));
  await exchange(gateway, newTrigger(ada, newChannel()), id, 'elsewhere');

  const shown: number[] = [];
  for (let turn = 1; turn <= 7; turn += 1) {
    if ((await notesOfNextTurn(id, place)).length > 0) shown.push(turn);
  }

  expect(shown).toEqual([3, 6]);
});

it('gives a turn that is tried again the same notes', async () => {
  const { id } = await newCharacter(gateway, ada);
  const place = newChannel();
  await setNote(id, noteOf('every second', { every: 2 }));
  await notesOfNextTurn(id, place);
  const turnId = await acceptOne(gateway, newTrigger(ada, place), id);

  const first = await openForSure(gateway, turnId);
  await gateway.database.pool.query("UPDATE turns SET lease_expires_at = now() - interval '1 s' WHERE id = $1", [
    turnId,
  ]);
  const second = await openForSure(gateway, turnId);

  expect([first, second].map(({ notes }) => notes.length)).toEqual([1, 1]);
});
