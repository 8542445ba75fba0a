import {
  findUnknownPosts,
  finishReply,
  forgetMessages,
  listDoubtfulSends,
  listRemovedMessages,
  listUnclaimedMessages,
  type OpenTurn,
  putWebhook,
  recordPost,
  removeTwins,
} from '@tzurot/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookAgain } from '../src/turns/doubts.ts';
import { databaseKinds } from './support/database.ts';
import {
  acceptOne,
  giveKey,
  newChannel,
  newCharacter,
  newPerson,
  newSnowflake,
  newTrigger,
  openForSure,
  replyBody,
  type TestPerson,
} from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

describe.each(databaseKinds)('sends that nobody found, on a database that is %s', (kind) => {
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

  const webhookId = newSnowflake();
  const outlet = { webhookId, name: 'Lilith' };

  /** A turn whose first post is being sent through a webhook. */
  async function beginToSend(channel = newChannel()) {
    const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, channel), lilithId));
    const body = { ...replyBody(turn.fence, 'Hello.'), outlet };
    const { posts } = await gateway.worker.call(finishReply, { params: { turnId: turn.turnId }, body });
    return { turn, channel, hash: posts[0]?.hash ?? '' };
  }

  const record = ({ turnId, fence }: OpenTurn, more: object) => {
    const body = { fence, chunk: 0, state: 'sending' as const, hash: null, messageId: null, outlet, ...more };
    return gateway.worker.call(recordPost, { params: { turnId }, body });
  };
  const looksOf = ({ turnId }: OpenTurn) =>
    gateway.queues.enqueued.filter(
      ({ name, input }) => name === removeTwins.name && JSON.stringify(input).includes(turnId),
    );
  const makeDue = ({ turnId }: OpenTurn) =>
    gateway.database.pool.query(`UPDATE doubtful_sends SET due_at = now() - interval '1 s' WHERE turn_id = $1`, [
      turnId,
    ]);
  const look = () => lookAgain({ pool: gateway.database.pool, queues: gateway.queues, log: gateway.log.log });

  it('are looked for three times more, and then forgotten', async () => {
    const { turn, channel, hash } = await beginToSend();
    const params = { turnId: turn.turnId };
    const webhook = { id: webhookId, token: 'secret', channelId: channel.channelId };
    await gateway.worker.call(putWebhook, { params: { channelId: channel.channelId }, body: { webhook } });

    await record(turn, { isDoubted: true, hash: 'f'.repeat(64) });
    const known = await gateway.worker.call(listDoubtfulSends, { params });
    await look();
    const before = looksOf(turn).length;
    for (let looks = 1; looks <= 4; looks += 1) {
      await makeDue(turn);
      await look();
    }

    expect(known).toMatchObject({ channelId: channel.channelId, isThread: false, characterName: 'Lilith', webhook });
    expect(known.sends).toMatchObject([{ chunk: 0, hash, outlet }]);
    expect(before).toBe(0);
    expect(looksOf(turn)).toHaveLength(3);
    expect((await gateway.worker.call(listDoubtfulSends, { params })).sends).toEqual([]);
  });

  it('are not taken for twins while a post of the channel with the same words is being sent', async () => {
    const { turn, hash } = await beginToSend();
    const stray = newSnowflake();
    const ask = () =>
      gateway.worker.call(listUnclaimedMessages, {
        params: { turnId: turn.turnId },
        body: { messageIds: [stray], hash },
      });

    const during = await ask();
    await record(turn, { state: 'sent', messageId: newSnowflake() });
    const after = await ask();

    expect([during.messageIds, after.messageIds]).toEqual([[], [stray]]);
  });

  it('keep bot-client waiting that asks which messages are no post', async () => {
    const { turn, channel } = await beginToSend();
    const [stray, ours] = [newSnowflake(), newSnowflake()];
    const body = { channelId: channel.channelId, messageIds: [stray, ours] };

    const during = await gateway.bot.call(findUnknownPosts, { body });
    await record(turn, { state: 'sent', messageId: ours });
    const after = await gateway.bot.call(findUnknownPosts, { body });

    expect(during).toEqual({ messageIds: [stray, ours], isSending: true });
    expect(after).toEqual({ messageIds: [stray], isSending: false });
  });

  it('are known to be gone, when somebody deleted them before they were recorded', async () => {
    const { turn, channel } = await beginToSend();
    const { turn: other } = await beginToSend();
    const gone = { id: newSnowflake(), channelId: channel.channelId, webhookId, name: 'Lilith', text: 'Hello.' };
    const unrelated = { ...gone, id: newSnowflake(), channelId: newSnowflake() };
    const messageIds = [gone.id, unrelated.id];
    const removedOf = async ({ turnId }: OpenTurn) =>
      (await gateway.worker.call(listRemovedMessages, { params: { turnId } })).messages;

    await gateway.bot.call(forgetMessages, { body: { messageIds, ours: [gone, unrelated] } });
    const known = [await removedOf(turn), await removedOf(other)];
    await record(turn, { state: 'deleted', messageId: gone.id });

    expect(known).toEqual([[{ id: gone.id, webhookId, name: 'Lilith', text: 'Hello.' }], []]);
    expect(await removedOf(turn)).toEqual([]);
  });
});
