import {
  acceptTrigger,
  activateChannel,
  addAlias,
  assignSystemPrompt,
  type CallerInput,
  type Character,
  createCharacter,
  createSystemPrompt,
  deleteSystemPrompt,
  getInstructions,
  getServerStats,
  hideCharacter,
  listAudits,
  listChannelSetups,
  listProblems,
  listServerRoles,
  listSystemPrompts,
  type Place,
  putInstructions,
  putServerRole,
  releaseTurn,
  removeServerRole,
  settleTurn,
  type Trigger,
} from '@tzurot/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  acceptOne,
  callerOf,
  exchange,
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
let place: Place;
let shown: Character;
let operator: CallerInput;

beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());
beforeEach(async () => {
  ada = newPerson('Ada');
  place = newChannel();
  shown = await newCharacter(gateway, ada, { name: `Pip ${ada.id}` });
  operator = callerOf(newPerson('Op'), { isOperator: true });
});

const staff = (more: Partial<CallerInput> = {}) =>
  callerOf(ada, { guildId: place.guildId ?? '', isStaff: true, ...more });

async function openIn(where: Place, person = newPerson()) {
  const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(person, where), shown.id));
  const { turnId, fence } = turn;
  // So that it holds up nobody behind it.
  await gateway.worker.call(settleTurn, { params: { turnId }, body: { fence, outcome: 'refused' } });
  return turn;
}

describe('a system prompt', () => {
  const write = (name = `Rules ${ada.id}`) =>
    gateway.bot.call(createSystemPrompt, { caller: operator, body: { name, text: `Be kind, ${ada.id}.` } });

  it('reaches the turns where it is assigned, and none when it is deleted', async () => {
    const { id: systemPromptId } = await write();
    const params = { systemPromptId };
    const text = `Be kind, ${ada.id}.`;
    expect((await openIn(place)).operatorPrompts).not.toContain(text);

    const to = { kind: 'server' as const, serverId: place.guildId ?? '' };
    await gateway.bot.call(assignSystemPrompt, { caller: operator, params, body: { to, isAssigned: true } });
    expect((await openIn(place)).operatorPrompts).toContain(text);
    expect((await openIn(newChannel())).operatorPrompts).not.toContain(text);

    const ofHer = { kind: 'character' as const, characterId: shown.id };
    const both = await gateway.bot.call(assignSystemPrompt, {
      caller: operator,
      params,
      body: { to: ofHer, isAssigned: true },
    });
    expect(both).toMatchObject({ characters: [{ id: shown.id }], serverIds: [place.guildId], isGlobal: false });
    expect((await openIn(place)).operatorPrompts.filter((each) => each === text)).toHaveLength(1);

    await gateway.bot.call(deleteSystemPrompt, { caller: operator, params });
    expect((await openIn(place)).operatorPrompts).not.toContain(text);
  });

  it('counts everywhere, and no longer', async () => {
    const { id: systemPromptId } = await write();
    const change = (isAssigned: boolean) =>
      gateway.bot.call(assignSystemPrompt, {
        caller: operator,
        params: { systemPromptId },
        body: { to: { kind: 'everywhere' }, isAssigned },
      });

    await change(true);
    expect((await openIn(newChannel())).operatorPrompts).toContain(`Be kind, ${ada.id}.`);
    await change(false);

    expect((await openIn(newChannel())).operatorPrompts).not.toContain(`Be kind, ${ada.id}.`);
  });

  it('has a name of its own', async () => {
    const { name } = await write();

    await expect(write(name)).rejects.toMatchObject({ code: 'conflict', because: { reason: 'name-taken' } });
    expect((await gateway.bot.call(listSystemPrompts, { caller: operator })).items.map((each) => each.name)).toContain(
      name,
    );
  });
});

describe('instructions', () => {
  const say = (channelId: string, instructions: string) =>
    gateway.bot.call(putInstructions, { caller: staff(), params: { channelId }, body: { instructions } });

  it('of a category hold in its channels and their threads, until they have their own', async () => {
    const categoryId = newSnowflake();
    const channel = { ...place, categoryId };
    const thread: Place = { ...channel, kind: 'thread', channelId: newSnowflake(), parentId: place.channelId };

    await say(categoryId, 'A village inn.');
    expect((await openIn(channel)).instructions).toBe('A village inn.');
    expect((await openIn(thread)).instructions).toBe('A village inn.');

    await say(place.channelId, 'The cellar.');
    expect((await openIn(channel)).instructions).toBe('The cellar.');
    expect((await openIn(thread)).instructions).toBe('The cellar.');
    expect((await openIn({ ...newChannel(), categoryId })).instructions).toBeNull();
  });

  it('are cleared by nothing, and shown among what is set in a server', async () => {
    const { channelId } = place;
    await say(channelId, 'The cellar.');
    await gateway.bot.call(activateChannel, {
      caller: staff(),
      params: { channelId },
      body: { characterId: shown.id },
    });
    const list = async () => (await gateway.bot.call(listChannelSetups, { caller: staff() })).items;
    expect(await list()).toEqual([
      { channelId, hasInstructions: true, characters: [{ id: shown.id, name: shown.name, isPublic: true }] },
    ]);

    await say(channelId, '  ');

    const params = { channelId };
    expect(await gateway.bot.call(getInstructions, { caller: staff(), params })).toEqual({ instructions: null });
    expect(await list()).toMatchObject([{ hasInstructions: false }]);
  });
});

describe('roles of a server', () => {
  const roleId = newSnowflake();
  const put = (body: { repliesPerDay?: number | null; character?: { id: string; isAllowed: boolean } } = {}) =>
    gateway.bot.call(putServerRole, { caller: staff(), params: { roleId }, body: { name: 'Readers', ...body } });

  const ask = (person: TestPerson, member?: Trigger['member']) =>
    gateway.bot.call(acceptTrigger, {
      body: { trigger: newTrigger(person, place, { ...(member && { member }) }), characterIds: [shown.id] },
    });
  const reader = { roleIds: [roleId], isStaff: false };

  it('let their members talk, and the staff; everybody else is told', async () => {
    const ben = newPerson('Ben');
    expect(await ask(ben)).toMatchObject({ status: 'accepted' });

    await put();

    expect(await ask(ben, { roleIds: [newSnowflake()], isStaff: false })).toMatchObject({
      status: 'ignored',
      refusal: { reason: 'no-role', name: shown.name },
    });
    expect(await ask(ben, reader)).toMatchObject({ status: 'accepted' });
    expect(await ask(ben, { roleIds: [], isStaff: true })).toMatchObject({ status: 'accepted' });
  });

  it('let them talk to the characters of the role alone', async () => {
    const other = await newCharacter(gateway, ada);
    await put({ character: { id: other.id, isAllowed: true } });

    expect(await ask(newPerson(), reader)).toMatchObject({ refusal: { reason: 'role-character' } });
    await put({ character: { id: shown.id, isAllowed: true } });
    expect(await ask(newPerson(), reader)).toMatchObject({ status: 'accepted' });
    const { items } = await put({ character: { id: other.id, isAllowed: false } });

    expect(items).toMatchObject([{ characters: [{ id: shown.id }] }]);
  });

  it('let each member have so many replies a day', async () => {
    const [ben, cyn] = [newPerson(), newPerson()];
    await put({ repliesPerDay: 2 });

    expect(await ask(ben, reader)).toMatchObject({ status: 'accepted' });
    expect(await ask(ben, reader)).toMatchObject({ status: 'accepted' });
    expect(await ask(ben, reader)).toMatchObject({ status: 'ignored', refusal: { reason: 'role-limit' } });
    expect(await ask(cyn, reader)).toMatchObject({ status: 'accepted' });
    await put({ repliesPerDay: null });
    expect(await ask(ben, reader)).toMatchObject({ status: 'accepted' });
  });

  it('are gone when the last one is removed', async () => {
    await put();
    await gateway.bot.call(removeServerRole, { caller: staff(), params: { roleId } });

    expect((await gateway.bot.call(listServerRoles, { caller: staff() })).items).toEqual([]);
    expect(await ask(newPerson())).toMatchObject({ status: 'accepted' });
  });
});

it('a server sees what it used, without the names of private characters', async () => {
  const secret = await newCharacter(gateway, ada, { isPublic: false });
  await exchange(gateway, newTrigger(ada, place), shown.id, 'Hush.');
  await exchange(gateway, newTrigger(ada, place), secret.id, 'Hush.');

  const stats = await gateway.bot.call(getServerStats, { caller: staff() });

  expect(stats).toMatchObject({ calls: 2, people: 1 });
  expect(new Set(stats.characters.map(({ name }) => name))).toEqual(new Set([shown.name, null]));
});

it('what goes wrong with turns is listed by kind, with the trace under which it was', async () => {
  const turnId = await acceptOne(gateway, newTrigger(ada, place), shown.id);
  const { fence } = await openForSure(gateway, turnId);
  const problem = `no way for ${ada.id}`;

  await gateway.worker.call(releaseTurn, { params: { turnId }, body: { fence, problem, retryAfterMs: 1_000 } });

  const found = await gateway.bot.call(listProblems, { caller: operator });
  const [latest] = found.items;
  expect(latest).toMatchObject({ turnId, problem, stage: 'accepted', characterName: shown.name });
  expect(latest?.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(found.kinds).toContainEqual({ problem, count: 1 });
});

it('the audit log names who did something and to what', async () => {
  // Whoever has talked to the bot is known by name.
  await gateway.bot.call(createCharacter, { caller: operator, body: { name: 'Op of Op' } });
  await gateway.bot.call(hideCharacter, {
    caller: operator,
    params: { characterId: shown.id },
    body: { isHidden: true },
  });
  await gateway.bot.call(hideCharacter, {
    caller: operator,
    params: { characterId: shown.id },
    body: { isHidden: false },
  });
  const params = { characterId: shown.id };
  await gateway.bot.call(addAlias, { caller: callerOf(ada), params, body: { name: `own ${ada.id}`, scope: 'me' } });

  const { items } = await gateway.bot.call(listAudits, { caller: operator });

  expect(items[0]).toMatchObject({ action: 'character.show', actorName: 'Op', targetName: shown.name });
});
