import {
  type CallerInput,
  deleteCharacter,
  finishReply,
  getPost,
  settleTurn,
  updateCharacter,
} from '@tzurot/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  acceptOne,
  callerOf,
  exchange,
  giveKey,
  newChannel,
  newCharacter,
  newDm,
  newPerson,
  newSnowflake,
  newTrigger,
  openForSure,
  rejection,
  replyBody,
} from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

let gateway: TestGateway;
const ada = newPerson('Ada');
const ben = newPerson('Ben');
const place = newChannel();
const { guildId = '', channelId } = place;
const inGuild = (person: typeof ada): CallerInput => callerOf(person, { guildId });

beforeAll(async () => {
  gateway = await startGateway();
  await giveKey(gateway, ada);
  await giveKey(gateway, ben);
});
afterAll(() => gateway.stop());

const originOf = (messageId: string, caller: CallerInput, where = channelId) =>
  gateway.bot.call(getPost, { caller, params: { messageId }, query: { channelId: where } });

it('tells who said it, whose character it is, who asked, and with which model', async () => {
  const lilith = await newCharacter(gateway, ada);
  const { messageId } = await exchange(gateway, newTrigger(ben, place), lilith.id, 'Good evening.');

  expect(await originOf(messageId, inGuild(ben))).toEqual({
    kind: 'reply',
    characterName: 'Lilith',
    character: { id: lilith.id, slug: lilith.slug, name: 'Lilith', isMine: false, isPublic: true, ownerId: ada.id },
    askedById: ben.id,
    model: { vendor: 'local', model: expect.any(String) },
    isMine: true,
  });
});

it('is to be stopped by whoever asked and by staff, and by nobody else', async () => {
  const lilith = await newCharacter(gateway, ada);
  const { messageId } = await exchange(gateway, newTrigger(ben, place), lilith.id, 'Good evening.');

  const asked = await originOf(messageId, inGuild(ben));
  const moderates = await originOf(messageId, { ...inGuild(newPerson('Cyn')), isStaff: true });
  const owns = await originOf(messageId, inGuild(ada));

  expect([asked.isMine, moderates.isMine, owns.isMine]).toEqual([true, true, false]);
});

it("tells of somebody else's private character only what stands in the channel, whether it still exists or not", async () => {
  const secret = await newCharacter(gateway, ada, { name: 'Nox', isPublic: false });
  const { messageId } = await exchange(gateway, newTrigger(ada, place), secret.id, 'Hush.');

  const whileItExists = await originOf(messageId, inGuild(ben));
  await gateway.bot.call(deleteCharacter, { caller: inGuild(ada), params: { characterId: secret.id } });

  expect(whileItExists).toMatchObject({ characterName: 'Nox', character: null, askedById: ada.id, isMine: false });
  expect(await originOf(messageId, inGuild(ben))).toEqual(whileItExists);
});

it('keeps the name under which it was said, beside the one the character has now', async () => {
  const lilith = await newCharacter(gateway, ada);
  const { messageId } = await exchange(gateway, newTrigger(ada, place), lilith.id, 'Good evening.');

  await gateway.bot.call(updateCharacter, {
    caller: inGuild(ada),
    params: { characterId: lilith.id },
    body: { name: 'Lily' },
  });

  expect(await originOf(messageId, inGuild(ben))).toMatchObject({
    characterName: 'Lilith',
    character: { name: 'Lily' },
  });
});

it('knows a notice, for which no model was asked', async () => {
  const lilith = await newCharacter(gateway, ada);
  const turnId = await acceptOne(gateway, newTrigger(ada, place), lilith.id);
  const { fence } = await openForSure(gateway, turnId);
  const messageId = newSnowflake();
  await gateway.worker.call(finishReply, {
    params: { turnId },
    body: replyBody(fence, 'No key.', { kind: 'notice' }),
  });
  await gateway.worker.call(settleTurn, {
    params: { turnId },
    body: { fence, outcome: 'delivered', sent: [{ chunk: 0, messageId, outlet: null }] },
  });

  expect(await originOf(messageId, inGuild(ada))).toMatchObject({ kind: 'notice', model: null });
});

it('tells of a direct message to its person alone', async () => {
  const lilith = await newCharacter(gateway, ada);
  const dm = newDm();
  const { messageId } = await exchange(gateway, newTrigger(ben, dm), lilith.id, 'Between us.');

  expect(await originOf(messageId, callerOf(ben), dm.channelId)).toMatchObject({ characterName: 'Lilith' });
  expect(await rejection(originOf(messageId, callerOf(ada), dm.channelId))).toMatchObject({ code: 'not-found' });
});

it.each([
  ['another channel', () => originOf(posted, inGuild(ben), newSnowflake())],
  ['another server', () => originOf(posted, callerOf(ben, { guildId: newSnowflake() }))],
  ['no server', () => originOf(posted, callerOf(ben))],
  ['a message that nobody of ours said', () => originOf(newSnowflake(), inGuild(ben))],
])('knows nothing of %s', async (_what, ask) => {
  const lilith = await newCharacter(gateway, ada);
  posted = (await exchange(gateway, newTrigger(ben, place), lilith.id, 'Good evening.')).messageId;

  expect(await rejection(ask())).toMatchObject({ code: 'not-found' });
});
let posted = '';
