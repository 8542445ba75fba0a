import { forgetMessages, recallMemories, reconcileMessages, reviseMessage } from '@tzurot/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  acceptOne,
  exchange,
  giveKey,
  newChannel,
  newCharacter,
  newPerson,
  newSnowflake,
  newTrigger,
  openForSure,
  say,
} from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

let gateway: TestGateway;
const ben = newPerson('Ben');
let lilithId: string;

beforeAll(async () => {
  gateway = await startGateway();
  await giveKey(gateway, ben);
  lilithId = (await newCharacter(gateway, newPerson('Maker'))).id;
});
afterAll(() => gateway.stop());

const revise = (messageId: string, content: string) =>
  gateway.bot.call(reviseMessage, { params: { messageId }, body: { content, attachments: [] } });
const forget = (...messageIds: string[]) => gateway.bot.call(forgetMessages, { body: { messageIds } });

/** What the next turn in the place is given as history, and what memory finds. */
async function lookBack(place: ReturnType<typeof newChannel>, question: string) {
  const turnId = await acceptOne(gateway, newTrigger(ben, place, { content: question }), lilithId);
  const { fence, history } = await openForSure(gateway, turnId);
  const { memories } = await gateway.worker.call(recallMemories, {
    params: { turnId },
    body: { fence, query: question, maxTokens: 2_000, excludeMessageIds: [] },
  });
  return { history: history.map(({ text }) => text), memories: memories.map(({ text }) => text) };
}

describe('an edited message', () => {
  it('that waits for its answer is answered with the new text', async () => {
    const trigger = newTrigger(ben, newChannel(), { content: 'my dog is called Rex' });
    const turnId = await acceptOne(gateway, trigger, lilithId);

    expect(await revise(trigger.id, 'my dog is called Bruno')).toEqual({ isKnown: true });

    expect(await openForSure(gateway, turnId)).toMatchObject({ currentContent: 'my dog is called Bruno' });
  });

  it('that was answered has its new text in history and memory, which finds it by its new words alone', async () => {
    const place = newChannel();
    const trigger = newTrigger(ben, place, { content: 'my dog is called Rex' });
    await exchange(gateway, trigger, lilithId, 'A fine name.');

    await revise(trigger.id, 'my parrot is called Bruno');

    const { history, memories } = await lookBack(place, 'parrot Bruno');
    expect(history).toEqual(['my parrot is called Bruno', 'A fine name.']);
    expect(memories.join()).toContain('my parrot is called Bruno');
    expect(memories.join()).not.toContain('Rex');
    const { rows } = await gateway.database.pool.query(
      `SELECT terms FROM memory_items WHERE source_message_ids @> ARRAY[$1::bigint]`,
      [trigger.id],
    );
    expect(JSON.stringify(rows)).not.toContain('rex');
  });

  it('is settled with its new text when it was edited while the character answered', async () => {
    const place = newChannel();
    const trigger = newTrigger(ben, place, { content: 'it is monday' });
    const turnId = await acceptOne(gateway, trigger, lilithId);
    const turn = await openForSure(gateway, turnId);
    await revise(trigger.id, 'it is tuesday');

    await say(gateway, turn, 'So it is.');

    expect((await lookBack(place, 'tuesday')).history).toEqual(['it is tuesday', 'So it is.']);
  });

  it('that called nobody changes nothing', async () => {
    expect(await revise(newSnowflake(), 'anything')).toEqual({ isKnown: false });
  });
});

describe('deleted messages', () => {
  it('of several people are forgotten in one call, those of nobody with them', async () => {
    const place = newChannel();
    const first = newTrigger(ben, place, { content: 'my cat is called Zephyr' });
    const second = newTrigger(ben, place, { content: 'my goat is called Quill' });
    await exchange(gateway, first, lilithId, 'Charming.');
    await exchange(gateway, second, lilithId, 'Stubborn.');

    await forget(first.id, newSnowflake(), second.id);

    expect((await lookBack(place, 'Zephyr Quill')).history).toEqual(['Charming.', 'Stubborn.']);
    const { rows } = await gateway.database.pool.query(
      `SELECT body FROM memory_items WHERE source_message_ids && ARRAY[$1, $2]::bigint[]`,
      [first.id, second.id],
    );
    expect(rows).toEqual([]);
  });

  it('take along the reply that repeats them, from history, memory and the ledger', async () => {
    const place = newChannel();
    const told = newTrigger(ben, place, { content: 'my sister is called Mirabel' });
    const { turnId } = await exchange(gateway, told, lilithId, 'Mirabel! How lovely.');

    await forget(told.id);

    const { history, memories } = await lookBack(place, 'What is my sister called?');
    expect([...history, ...memories].join()).not.toContain('Mirabel');
    const { rows } = await gateway.database.pool.query(
      `SELECT to_jsonb(r) FROM replies r WHERE turn_id = $1
       UNION ALL SELECT to_jsonb(h) FROM history_lines h UNION ALL SELECT to_jsonb(m) FROM memory_items m`,
      [turnId],
    );
    expect(JSON.stringify(rows)).not.toContain('Mirabel');
  });

  it('of ours take the reply out of history and memory, and leave what it answered', async () => {
    const place = newChannel();
    const trigger = newTrigger(ben, place, { content: 'tell me of the lighthouse' });
    const { messageId } = await exchange(gateway, trigger, lilithId, 'The keeper was called Halvard.');

    const before = await lookBack(place, 'keeper Halvard lighthouse');
    await gateway.database.pool.query(`UPDATE turns SET stage = 'failed', ended_at = now(), due_at = NULL`);
    await forget(messageId);
    await forget(messageId);

    expect(before.memories.join()).toContain('Halvard');
    const { history, memories } = await lookBack(place, 'keeper Halvard lighthouse');
    expect(history).toEqual(['tell me of the lighthouse']);
    expect(memories.join()).not.toContain('Halvard');
  });
});

it('forgets what was deleted while nobody listened, when the channel is read again', async () => {
  const place = newChannel();
  const deleted = newTrigger(ben, place, { content: 'my goose is called Ottilie' });
  const standing = newTrigger(ben, place, { content: 'my swan is called Lohengrin' });
  const { messageId: deletedReply } = await exchange(gateway, deleted, lilithId, 'A loud bird.');
  const { messageId: standingReply } = await exchange(gateway, standing, lilithId, 'A proud bird.');
  const reconcile = (messageIds: string[]) =>
    gateway.bot.call(reconcileMessages, {
      body: { channelId: place.channelId, before: newSnowflake(), messageIds, fromTheStart: true },
    });

  const all = await reconcile([deleted.id, deletedReply, standing.id, standingReply]);
  const some = await reconcile([deletedReply, standing.id, standingReply]);
  const again = await reconcile([deletedReply, standing.id, standingReply]);

  expect([all, some, again]).toEqual([{ forgotten: 0 }, { forgotten: 1 }, { forgotten: 0 }]);
  const { history, memories } = await lookBack(place, 'goose swan');
  expect([...history, ...memories].join()).not.toContain('Ottilie');
  expect(history).toEqual(['my swan is called Lohengrin', 'A loud bird.', 'A proud bird.']);
});
