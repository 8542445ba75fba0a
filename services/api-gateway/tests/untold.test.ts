import {
  findTriggers,
  finishReply,
  forgetMessages,
  listUntoldTurns,
  markTurnTold,
  readUndelivered,
  settleTurn,
  storeAnswer,
} from '@tzurot/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweep } from '../src/turns/sweep.ts';
import { databaseKinds } from './support/database.ts';
import {
  accept,
  acceptOne,
  callerOf,
  giveKey,
  makeOverdue,
  newChannel,
  newCharacter,
  newPerson,
  newSnowflake,
  newTrigger,
  openForSure,
  replyBody,
  say,
  type TestPerson,
  usageOf,
} from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

describe.each(databaseKinds)('turns that ended without a word, on a database that is %s', (kind) => {
  let gateway: TestGateway;
  let ada: TestPerson;
  let lilithId: string;

  beforeAll(async () => {
    gateway = await startGateway({}, kind);
    ada = newPerson('Ada');
    await giveKey(gateway, ada);
    lilithId = (await newCharacter(gateway, ada, { name: 'Lilith' })).id;
  });
  afterAll(() => gateway.stop());

  const untold = async () => (await gateway.bot.call(listUntoldTurns)).turns;
  const expire = async (turnId: string) => {
    await makeOverdue(gateway, turnId);
    await gateway.database.pool.query(
      `UPDATE triggers SET accepted_at = now() - interval '2 hours' WHERE id = (SELECT trigger_id FROM turns WHERE id = $1)`,
      [turnId],
    );
    await sweep({ pool: gateway.database.pool, queues: gateway.queues, log: gateway.log.log });
  };

  it('tells of one that expired, until its asker was told', async () => {
    const trigger = newTrigger(ada, newChannel());
    const turnId = await acceptOne(gateway, trigger, lilithId);

    await expire(turnId);

    const facts = {
      triggerId: trigger.id,
      channelId: trigger.place.channelId,
      guildId: trigger.place.guildId ?? null,
      parentId: null,
      askerId: ada.id,
      characterName: 'Lilith',
    };
    expect(await untold()).toEqual([{ turnId, ...facts, outcome: 'unanswered', text: null }]);
    await gateway.bot.call(markTurnTold, { params: { turnId } });
    expect(await untold()).toEqual([]);
  });

  it('tells of a reply that could not be delivered, with its text', async () => {
    const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId));
    const { turnId, fence } = turn;
    const params = { turnId };
    const call = usageOf(turn);
    await gateway.worker.call(storeAnswer, {
      params,
      body: { fence, answer: 'Paid.', endedBy: 'stop', call, calls: [] },
    });
    await gateway.worker.call(finishReply, { params, body: replyBody(fence, 'Paid.') });

    const problem = 'the thread is locked';
    await gateway.worker.call(settleTurn, { params, body: { fence, outcome: 'undeliverable', sent: [], problem } });

    expect(await untold()).toMatchObject([{ turnId, outcome: 'undelivered', text: 'Paid.' }]);
    const read = (person: TestPerson) =>
      gateway.bot.call(readUndelivered, { caller: callerOf(person), params }).catch((error: unknown) => error);
    expect(await read(ada)).toEqual({ characterName: 'Lilith', text: 'Paid.' });
    expect(await read(newPerson('Ben'))).toMatchObject({ code: 'not-found' });
    await gateway.bot.call(markTurnTold, { params });
  });

  it('tells of one for which there was nowhere to speak', async () => {
    const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId));
    const { turnId, fence } = turn;

    const problem = 'there is no webhook';
    await gateway.worker.call(settleTurn, {
      params: { turnId },
      body: { fence, outcome: 'refused', sent: [], problem },
    });

    expect(await untold()).toMatchObject([{ turnId, outcome: 'nowhere' }]);
    await gateway.bot.call(markTurnTold, { params: { turnId } });
  });

  it('has nothing to tell of a reply that arrived, or of a message that was deleted', async () => {
    await say(
      gateway,
      await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId)),
      'Hi.',
    );
    const gone = newTrigger(ada, newChannel());
    await acceptOne(gateway, gone, lilithId);
    await gateway.bot.call(forgetMessages, { body: { messageIds: [gone.id] } });

    expect(await untold()).toEqual([]);
  });

  it('knows which messages it has accepted', async () => {
    const trigger = newTrigger(ada, newChannel());
    await accept(gateway, trigger, lilithId);

    expect(await gateway.bot.call(findTriggers, { body: { triggerIds: [newSnowflake(), trigger.id] } })).toEqual({
      triggerIds: [trigger.id],
    });
  });
});
