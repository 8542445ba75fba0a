import {
  acceptTrigger,
  type CallerInput,
  chooseServerCharacter,
  createDenial,
  type DeniedTarget,
  deleteCharacter,
  deleteDenial,
  getAddressBook,
  hideCharacter,
  listAudits,
  listDenials,
  readServerCharacters,
  setServerHears,
  updateCharacter,
} from '@tzurot/contracts';
import type { AppError } from '@tzurot/platform';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  callerOf,
  newChannel,
  newCharacter,
  newDm,
  newPerson,
  newSnowflake,
  newTrigger,
  type TestPerson,
} from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

let gateway: TestGateway;
let ada: TestPerson;
let operator: CallerInput;

beforeAll(async () => {
  gateway = await startGateway();
});
beforeEach(() => {
  ada = newPerson('Ada');
  operator = callerOf(newPerson('Olga'), { isOperator: true });
});
afterAll(() => gateway.stop());

const deny = (target: Pick<DeniedTarget, 'kind' | 'targetId'> & Partial<DeniedTarget>) =>
  gateway.bot.call(createDenial, { caller: operator, body: { mode: 'block', ...target } });

/** Whether a message of Ada's that calls the character is answered. */
async function isAnswered(characterId: string, place = newChannel()): Promise<boolean> {
  const body = { trigger: newTrigger(ada, place), characterIds: [characterId] };
  return (await gateway.bot.call(acceptTrigger, { body })).status === 'accepted';
}

it('accepts nothing from whom an operator denied, until the denial is removed or ends', async () => {
  const lilith = await newCharacter(gateway, newPerson());

  const denial = await deny({ kind: 'person', targetId: ada.id, reason: 'spam' });
  const denied = await isAnswered(lilith.id);
  await gateway.bot.call(deleteDenial, { caller: operator, params: { denialId: denial.id } });
  const admitted = await isAnswered(lilith.id);
  await deny({ kind: 'person', targetId: ada.id, until: new Date(Date.now() - 1_000).toISOString() });
  const ended = await isAnswered(lilith.id);

  expect([denied, admitted, ended]).toEqual([false, true, true]);
});

it('accepts nothing in a denied server or channel, its threads included, and nothing for a denied character', async () => {
  const lilith = await newCharacter(gateway, newPerson());
  const pip = await newCharacter(gateway, newPerson());
  const place = newChannel();
  const thread = newChannel({ kind: 'thread', parentId: place.channelId });
  const elsewhere = newChannel();

  await deny({ kind: 'channel', targetId: place.channelId });
  await deny({ kind: 'server', targetId: elsewhere.guildId ?? '' });
  await deny({ kind: 'character', targetId: pip.id });

  expect(await isAnswered(lilith.id, place)).toBe(false);
  expect(await isAnswered(lilith.id, thread)).toBe(false);
  expect(await isAnswered(lilith.id, elsewhere)).toBe(false);
  expect(await isAnswered(lilith.id)).toBe(true);
  expect(await isAnswered(pip.id)).toBe(false);
});

it('tells listeners of denials, whole and by change, and replaces one of the same target', async () => {
  await deny({ kind: 'person', targetId: ada.id });
  await deny({ kind: 'person', targetId: ada.id, mode: 'mute', reason: 'again' });

  const { denials } = await gateway.bot.call(getAddressBook);
  const { items } = await gateway.bot.call(listDenials, { caller: operator });

  const hers = { kind: 'person', targetId: ada.id, mode: 'mute', reason: 'again', until: null };
  expect(denials.filter(({ targetId }) => targetId === ada.id)).toEqual([expect.objectContaining(hers)]);
  expect(items.filter(({ targetId }) => targetId === ada.id)).toEqual([expect.objectContaining(hers)]);
});

it('refuses to deny a character that is not there', async () => {
  const error = await deny({ kind: 'character', targetId: '0198f2a0-0000-7000-8000-00000000dead' }).catch(
    (thrown: AppError) => thrown.code,
  );

  expect(error).toBe('not-found');
});

it("lets a server's staff choose which public characters it hears; owners always hear their own", async () => {
  const staff = callerOf(newPerson('Cyn'), { guildId: newSnowflake(), isStaff: true });
  const place = () => newChannel({ ...(staff.guildId !== undefined && { guildId: staff.guildId }) });
  const lilith = await newCharacter(gateway, newPerson(), { name: 'Lilith' });
  const pip = await newCharacter(gateway, newPerson(), { name: 'Pip' });
  const own = await newCharacter(gateway, ada, { name: 'Own' });
  const choose = (characterId: string, choice: 'allow' | 'block' | null) =>
    gateway.bot.call(chooseServerCharacter, { caller: staff, params: { characterId }, body: { choice } });
  const answered = async () => Promise.all([lilith, pip, own].map(({ id }) => isAnswered(id, place())));

  const before = await answered();
  await choose(lilith.id, 'block');
  const blocked = await answered();
  await gateway.bot.call(setServerHears, { caller: staff, body: { hears: 'none' } });
  await choose(pip.id, 'allow');
  await choose(lilith.id, null);
  const closed = await answered();

  expect(before).toEqual([true, true, true]);
  expect(blocked).toEqual([false, true, true]);
  expect(closed).toEqual([false, true, true]);
  expect(await isAnswered(lilith.id)).toBe(true);
  expect(await isAnswered(lilith.id, newDm())).toBe(true);
  expect(await gateway.bot.call(readServerCharacters, { caller: staff })).toEqual({
    hears: 'none',
    allowed: [{ characterId: pip.id, name: 'Pip' }],
    blocked: [],
  });
  const { choices } = await gateway.bot.call(getAddressBook);
  expect(choices).toContainEqual({ guildId: staff.guildId, hears: 'none', allowed: [pip.id], blocked: [] });
});

it('hides a character from all but its owner, who cannot make it public until it is shown again', async () => {
  const owner = newPerson('Owner');
  const { id: characterId } = await newCharacter(gateway, owner, { name: 'Rude' });
  const hide = (isHidden: boolean) =>
    gateway.bot.call(hideCharacter, { caller: operator, params: { characterId }, body: { isHidden } });
  const publish = () =>
    gateway.bot.call(updateCharacter, { caller: callerOf(owner), params: { characterId }, body: { isPublic: true } });

  await hide(true);
  const refused = await publish().catch((error: AppError) => error.because);
  const isHeard = await isAnswered(characterId);
  await hide(false);
  const { isPublic } = await publish();

  expect(refused).toEqual({ reason: 'character-hidden', facts: { name: 'Rude' } });
  expect([isHeard, isPublic]).toEqual([false, true]);
});

it("notes what operators do to others' characters, and nothing that owners do to their own", async () => {
  const owner = newPerson('Owner');
  const { id: characterId } = await newCharacter(gateway, owner, { name: 'Rude' });
  const rename = (caller: CallerInput, name: string) =>
    gateway.bot.call(updateCharacter, { caller, params: { characterId }, body: { name } });

  await rename(callerOf(owner), 'Ruder');
  await rename(operator, 'Polite');
  await gateway.bot.call(deleteCharacter, { caller: operator, params: { characterId } });

  const { items } = await gateway.bot.call(listAudits, { caller: operator });
  expect(items.filter(({ targetId }) => targetId === characterId)).toEqual([
    expect.objectContaining({ action: 'character.delete', actorId: operator.id, facts: { name: 'Polite' } }),
    expect.objectContaining({ action: 'character.edit', actorId: operator.id, facts: { name: 'Ruder' } }),
  ]);
});
