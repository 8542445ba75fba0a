import {
  type ActiveCharacters,
  acceptTrigger,
  activateChannel,
  changeStaffSettings,
  deactivateChannel,
  getAddressBook,
  listUntoldTurns,
  quietChannel,
  REPLY_STOPPED_CHANNEL,
  type SettingsPatch,
  type Trigger,
} from '@tzurot/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  callerOf,
  giveKey,
  newChannel,
  newCharacter,
  newPerson,
  newSnowflake,
  newTrigger,
  open,
  openForSure,
  rejection,
  say,
  type TestPerson,
  wakeUpsOf,
} from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

let gateway: TestGateway;
let ada: TestPerson;
let ben: TestPerson;
let lilith: string;
let pip: string;
let orin: string;

beforeAll(async () => {
  gateway = await startGateway();
  [ada, ben] = [newPerson('Ada'), newPerson('Ben')];
  await giveKey(gateway, ada);
  await giveKey(gateway, ben);
  lilith = (await newCharacter(gateway, ada, { name: 'Lilith' })).id;
  pip = (await newCharacter(gateway, ada, { name: 'Pip' })).id;
  orin = (await newCharacter(gateway, ada, { name: 'Orin' })).id;
});
afterAll(() => gateway.stop());

type Place = Trigger['place'];

const staffOf = ({ guildId = '' }: Place) => callerOf(ada, { guildId, isStaff: true });

/** A channel where these are active, by these settings. */
async function newActiveChannel(characterIds: readonly string[], values: SettingsPatch = {}): Promise<Place> {
  const place = newChannel();
  const params = { channelId: place.channelId };
  const caller = staffOf(place);
  for (const characterId of characterIds)
    await gateway.bot.call(activateChannel, { caller, params, body: { characterId } });
  await gateway.bot.call(changeStaffSettings, {
    caller,
    params: { tier: 'channel' },
    query: params,
    body: { values },
  });
  return place;
}

const rule = (characterIds: string[], more: Partial<ActiveCharacters> = {}): ActiveCharacters => ({
  characterIds,
  named: [],
  whoAnswers: 'all',
  cooldownSeconds: 0,
  repliesPerMessage: 5,
  ...more,
});

/** Somebody says something that calls nobody. @returns the turns that it gets, by character */
async function talk(place: Place, active: ActiveCharacters, author = ada): Promise<{ id: string; of: string }[]> {
  const trigger = newTrigger(author, place);
  const { turns } = await gateway.bot.call(acceptTrigger, { body: { trigger, characterIds: [], active } });
  return turns.map(({ turnId, characterId }) => ({ id: turnId, of: characterId }));
}

const speakers = (turns: readonly { of: string }[]) => turns.map(({ of }) => of);
const turnIdOf = (turns: readonly { id: string }[], index: number) => turns[index]?.id ?? '';

async function answer(turnId: string, text = 'Good evening.'): Promise<void> {
  await say(gateway, await openForSure(gateway, turnId), text);
}

async function turnsOf(place: Place): Promise<{ character_id: string; stage: string }[]> {
  const { rows } = await gateway.database.pool.query(
    'SELECT character_id, stage FROM turns WHERE channel_id = $1 ORDER BY trigger_id, position',
    [place.channelId],
  );
  return rows;
}

describe('characters that are active in a channel', () => {
  it('answer in the order in which they were activated, each behind the one before', async () => {
    const place = await newActiveChannel([pip, lilith]);

    const turns = await talk(place, rule([pip, lilith]));

    expect(speakers(turns)).toEqual([pip, lilith]);
    expect((await open(gateway, turnIdOf(turns, 1))).stage).toBe('waiting');
    const { activations } = await gateway.bot.call(getAddressBook);
    expect(activations).toContainEqual({ channelId: place.channelId, characterIds: [pip, lilith] });
  });

  it('are ten at most, and stay in their order when one is taken out', async () => {
    const place = await newActiveChannel([lilith, pip, orin]);
    const call = { caller: staffOf(place), params: { channelId: place.channelId } };
    const more = await Promise.all(
      Array.from({ length: 8 }, (_, n) => newCharacter(gateway, ada, { name: `Extra ${n}` })),
    );

    const { remaining } = await gateway.bot.call(deactivateChannel, { ...call, body: { characterId: pip } });
    for (const { id } of more) await gateway.bot.call(activateChannel, { ...call, body: { characterId: id } });
    const refused = await rejection(gateway.bot.call(activateChannel, { ...call, body: { characterId: pip } }));

    expect(remaining).toEqual(['Lilith', 'Orin']);
    expect(refused).toMatchObject({
      code: 'limit-reached',
      because: { reason: 'too-many-active', facts: { max: 10 } },
    });
  });

  it('take turns by what they answered before, and the same message is told the same again', async () => {
    const place = await newActiveChannel([lilith, pip]);
    const rounds = rule([lilith, pip], { whoAnswers: 'round-robin' });
    const trigger = newTrigger(ada, place);
    const body = { trigger, characterIds: [], active: rounds };

    const first = await gateway.bot.call(acceptTrigger, { body });
    const again = await gateway.bot.call(acceptTrigger, { body });
    const second = await talk(place, rounds);
    const third = await talk(place, rounds);

    expect(first.turns.map(({ characterId }) => characterId)).toEqual([lilith]);
    expect(again).toMatchObject({ status: 'duplicate', turns: first.turns });
    expect([...speakers(second), ...speakers(third)]).toEqual([pip, lilith]);
  });

  it('say nothing to a message that names none of them, where only named ones answer', async () => {
    const place = await newActiveChannel([lilith, pip]);
    const named = (ids: string[]) => rule([lilith, pip], { whoAnswers: 'named', named: ids });

    expect(await talk(place, named([]))).toEqual([]);
    expect(speakers(await talk(place, named([pip])))).toEqual([pip]);
  });

  it('do not finish what they had to say about an older message when a newer one comes', async () => {
    const place = await newActiveChannel([lilith, pip]);
    const older = await talk(place, rule([lilith, pip]));
    const lilithsTurn = await openForSure(gateway, turnIdOf(older, 0));

    await talk(place, rule([lilith, pip], { whoAnswers: 'named' }), ben);
    await say(gateway, lilithsTurn, 'I was first.');

    expect(await turnsOf(place)).toEqual([
      { character_id: lilith, stage: 'settled' },
      { character_id: pip, stage: 'refused' },
    ]);
    expect((await gateway.bot.call(listUntoldTurns)).turns.map(({ turnId }) => turnId)).not.toContain(older[1]?.id);
  });

  it('answer one another where the channel lets them, each once and no more than may', async () => {
    const place = await newActiveChannel([lilith, pip, orin], { handOver: true, repliesPerMessage: 3 });
    const [turn] = await talk(place, rule([lilith, pip, orin], { whoAnswers: 'named', named: [lilith] }));
    await answer(turn?.id ?? '', 'What do you say, Orin? And pip, you too. Not `Lilith`.');

    const next = (await turnsOf(place)).map(({ character_id: id }) => id);
    const { rows } = await gateway.database.pool.query('SELECT id FROM turns WHERE channel_id = $1 AND position = 1', [
      place.channelId,
    ]);
    const orins = await openForSure(gateway, rows[0]?.id);
    await say(gateway, orins, 'Ask Lilith. Or Pip.');

    expect(next).toEqual([lilith, orin, pip]);
    expect(wakeUpsOf(gateway, rows[0]?.id)).toHaveLength(1);
    expect(orins.earlierReplies.map(({ name }) => name)).toEqual(['Lilith']);
    expect(await turnsOf(place)).toHaveLength(3);
  });

  it('do not answer one another where nobody let them', async () => {
    const place = await newActiveChannel([lilith, pip]);
    const [turn] = await talk(place, rule([lilith, pip], { whoAnswers: 'named', named: [lilith] }));

    await answer(turn?.id ?? '', 'What do you say, Pip?');

    expect(await turnsOf(place)).toEqual([{ character_id: lilith, stage: 'settled' }]);
  });

  it('are quiet when somebody says so: what is not begun ends, and what is written for them stops', async () => {
    const place = await newActiveChannel([lilith, pip]);
    const adas = await talk(place, rule([lilith, pip]));
    await openForSure(gateway, turnIdOf(adas, 0));
    const stopped: unknown[] = [];
    const listening = await gateway.state.subscribe(REPLY_STOPPED_CHANNEL, (said) => void stopped.push(said));
    const quiet = (asker: TestPerson) =>
      gateway.bot.call(quietChannel, {
        params: { channelId: place.channelId },
        body: { askerId: asker.id, messageId: newSnowflake() },
      });

    const byBen = await quiet(ben);
    const byAda = await quiet(ada);
    await listening();

    expect(byBen).toEqual({ ended: 1, stopping: 0 });
    expect(byAda).toEqual({ ended: 0, stopping: 1 });
    expect(stopped).toEqual([{ turnId: turnIdOf(adas, 0) }]);
  });
});

it('tells listeners what a place has set, whole and with every change', async () => {
  const place = await newActiveChannel([], { whoAnswers: 'natural', cooldownSeconds: 20 });

  const { settings } = await gateway.bot.call(getAddressBook);

  expect(settings).toContainEqual({
    tier: 'channel',
    id: place.channelId,
    settings: { limits: {}, values: { whoAnswers: 'natural', cooldownSeconds: 20 } },
  });
});
