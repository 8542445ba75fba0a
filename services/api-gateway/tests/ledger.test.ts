import { randomUUID } from 'node:crypto';
import {
  acceptTrigger,
  answerTurnJobId,
  beginReply,
  changeOperatorSettings,
  deleteCharacter,
  finishReply,
  forgetMessages,
  listReplies,
  listUnclaimedMessages,
  listUntoldTurns,
  type OpenTurn,
  REPLY_STOPPED_CHANNEL,
  recordPost,
  recordScene,
  recordUsage,
  releaseTurn,
  renewTurn,
  reviseReply,
  settleTurn,
  stopReply,
  storeAnswer,
  TRIGGER_GONE_CHANNEL,
  updateCharacter,
} from '@tzurot/contracts';
import { fakeClock, fakeQueues } from '@tzurot/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweep } from '../src/turns/sweep.ts';
import { SWEEP_EVERY_MS, startSweeper } from '../src/turns/sweeper.ts';
import { databaseKinds } from './support/database.ts';
import {
  accept,
  acceptOne,
  callerOf,
  exchange,
  giveKey,
  makeOverdue,
  newChannel,
  newCharacter,
  newDm,
  newPerson,
  newSnowflake,
  newTrigger,
  open,
  openForSure,
  rejection,
  replyBody,
  say,
  type TestPerson,
  usageOf,
  wakeUpsOf,
} from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

/** An answer of the turn's model, whole and paid for. */
const answerBody = (turn: OpenTurn, answer: string) => ({
  fence: turn.fence,
  answer,
  endedBy: 'stop' as const,
  call: usageOf(turn),
  calls: [],
});

describe.each(databaseKinds)('the ledger on a database that is %s', (kind) => {
  let gateway: TestGateway;
  let ada: TestPerson;
  let ben: TestPerson;
  let lilithId: string;
  let pipId: string;

  beforeAll(async () => {
    gateway = await startGateway({}, kind);
    ada = newPerson('Ada');
    ben = newPerson('Ben');
    await giveKey(gateway, ada);
    await giveKey(gateway, ben);
    lilithId = (await newCharacter(gateway, ada, { name: 'Lilith', description: 'A sly librarian' })).id;
    pipId = (await newCharacter(gateway, ada, { name: 'Pip' })).id;
  });
  afterAll(() => gateway.stop());

  const sweepNow = () => sweep({ pool: gateway.database.pool, queues: gateway.queues, log: gateway.log.log });

  async function rowOfTurn(turnId: string): Promise<Record<string, unknown>> {
    const { rows } = await gateway.database.pool.query('SELECT * FROM turns WHERE id = $1', [turnId]);
    return rows[0] as Record<string, unknown>;
  }

  async function spentOn(turnId: string): Promise<unknown[]> {
    const { rows } = await gateway.database.pool.query('SELECT outcome, vendor FROM usage_events WHERE turn_id = $1', [
      turnId,
    ]);
    return rows;
  }

  describe('accepting', () => {
    it('takes a trigger once and tells the second time what became of it', async () => {
      const trigger = newTrigger(ada, newChannel());

      const first = await accept(gateway, trigger, lilithId);
      const second = await accept(gateway, trigger, lilithId);

      expect(first).toMatchObject({ status: 'accepted', needsScene: true });
      expect(second).toEqual({ status: 'duplicate', needsScene: true, turns: first.turns });
    });

    it('takes it once when it comes twice at the same moment', async () => {
      const trigger = newTrigger(newPerson('New'), newChannel());

      const answers = await Promise.all(Array.from({ length: 6 }, () => accept(gateway, trigger, lilithId)));

      expect(answers.map((answer) => answer.status).toSorted()).toEqual(['accepted', ...Array(5).fill('duplicate')]);
      expect(new Set(answers.flatMap((answer) => answer.turns.map((turn) => turn.turnId))).size).toBe(1);
    });

    it('needs no scene any more once it is recorded', async () => {
      const trigger = newTrigger(ada, newChannel());
      await accept(gateway, trigger, lilithId);
      await gateway.bot.call(recordScene, { params: { triggerId: trigger.id }, body: { recent: [], references: [] } });

      expect(await accept(gateway, trigger, lilithId)).toMatchObject({ status: 'duplicate', needsScene: false });
    });

    it('lets several characters answer in the order in which they were named, five at most', async () => {
      const others = await Promise.all(['A', 'B', 'C', 'D'].map((name) => newCharacter(gateway, ada, { name })));
      const reply = await exchange(gateway, newTrigger(ada, newChannel()), pipId, 'hi');
      const named = [lilithId, ...others.map((character) => character.id)];

      const { turns } = await accept(
        gateway,
        newTrigger(ada, newChannel(), { repliesToId: reply.messageId }),
        ...named,
      );

      expect(turns.map((turn) => turn.characterId)).toEqual(named);
    });

    it('lets the character answer whose message was replied to', async () => {
      const place = newChannel();
      const { messageId } = await exchange(gateway, newTrigger(ada, place), lilithId, 'Who goes there?');

      const alone = await accept(gateway, newTrigger(ben, place, { repliesToId: messageId }));
      const both = await accept(gateway, newTrigger(ben, place, { repliesToId: messageId }), pipId);

      expect(alone.turns.map((turn) => turn.characterId)).toEqual([lilithId]);
      expect(both.turns.map((turn) => turn.characterId)).toEqual([pipId, lilithId]);
    });

    it('has a reply come back later while the message that it answers is not recorded yet', async () => {
      const place = newChannel();
      const turnId = await acceptOne(gateway, newTrigger(ada, place), lilithId);
      const { fence } = await openForSure(gateway, turnId);
      await gateway.worker.call(finishReply, { params: { turnId }, body: replyBody(fence, 'Who goes there?') });
      const messageId = newSnowflake();
      const body = {
        trigger: newTrigger(ben, place, { repliesToId: messageId }),
        characterIds: [],
        repliesToOurs: true,
      };

      const early = await rejection(gateway.bot.call(acceptTrigger, { body, timeoutMs: 500 }));
      const sent = [{ chunk: 0, messageId, outlet: null }];
      await gateway.worker.call(settleTurn, { params: { turnId }, body: { fence, outcome: 'delivered', sent } });
      const late = await gateway.bot.call(acceptTrigger, { body });
      const unknown = { ...body, trigger: newTrigger(ben, place, { repliesToId: newSnowflake() }) };
      const never = await gateway.bot.call(acceptTrigger, { body: unknown });

      expect(early).toMatchObject({ retry: true });
      expect(late.turns.map((turn) => turn.characterId)).toEqual([lilithId]);
      expect(never.status).toBe('ignored');
    });

    it('ignores what only names a private character of somebody else, and one that does not exist', async () => {
      const secret = await newCharacter(gateway, ada, { name: 'Secret', isPublic: false });

      const answers = await Promise.all([
        accept(gateway, newTrigger(ben, newChannel()), secret.id),
        accept(gateway, newTrigger(ben, newChannel()), randomUUID()),
        accept(gateway, newTrigger(ben, newChannel())),
      ]);

      expect(answers).toEqual(Array.from({ length: 3 }, () => ({ status: 'ignored', needsScene: false, turns: [] })));
    });

    it('leaves a private character of somebody else out of a chain without a word', async () => {
      const secret = await newCharacter(gateway, ada, { name: 'Secret', isPublic: false });

      const { turns } = await accept(gateway, newTrigger(ben, newChannel()), secret.id, lilithId);

      expect(turns.map((turn) => turn.characterId)).toEqual([lilithId]);
    });

    it('lets the character talked to last answer in a DM that names nobody', async () => {
      const dm = newDm();
      await accept(gateway, newTrigger(ada, dm), lilithId);
      await accept(gateway, newTrigger(ada, dm), pipId);

      const { turns } = await accept(gateway, newTrigger(ada, dm));

      expect(turns.map((turn) => turn.characterId)).toEqual([pipId]);
    });

    it('does not let an old message that is looked at again change whom a DM is with', async () => {
      const dm = newDm();
      const old = newTrigger(ada, dm);
      await accept(gateway, old, lilithId);
      await accept(gateway, newTrigger(ada, dm), pipId);
      await accept(gateway, old, lilithId);

      const { turns } = await accept(gateway, newTrigger(ada, dm));

      expect(turns.map((turn) => turn.characterId)).toEqual([pipId]);
    });

    it('keeps a text without what Postgres cannot hold', async () => {
      const trigger = newTrigger(ada, newChannel(), { content: 'a\u0000b \ud800 c' });
      const { turnId } = await exchange(gateway, trigger, lilithId, 'odd\u0000 \udfff');

      const next = await openForSure(gateway, await acceptOne(gateway, { ...trigger, id: newSnowflake() }, lilithId));

      expect(turnId).toBeTruthy();
      expect(next.history.map((line) => line.text)).toEqual(['ab  c', 'odd ']);
    });

    it('refuses an id that no snowflake can be', async () => {
      const error = await rejection(
        accept(gateway, newTrigger(ada, newChannel(), { id: '99999999999999999999' }), lilithId),
      );

      expect(error).toMatchObject({ code: 'invalid-input' });
    });
  });

  describe('opening', () => {
    it('gives a turn to one of those who ask at once', async () => {
      const turnId = await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId);

      const opened = await Promise.all(Array.from({ length: 5 }, () => open(gateway, turnId)));

      expect(opened.map((turn) => turn.stage).toSorted()).toEqual(['leased', 'leased', 'leased', 'leased', 'open']);
    });

    it('gives the same key the same lease again', async () => {
      const turnId = await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId);
      const leaseKey = randomUUID();

      const [first, second] = [await open(gateway, turnId, leaseKey), await open(gateway, turnId, leaseKey)];

      expect(first).toMatchObject({ stage: 'open', fence: 1 });
      expect(second).toEqual({ ...first, now: expect.any(String) });
      expect(await rowOfTurn(turnId)).toMatchObject({ attempts: 1 });
    });

    it('says of what has ended that it is done, and of what never was that it is not found', async () => {
      const { turnId } = await exchange(gateway, newTrigger(ada, newChannel()), lilithId, 'hi');

      expect(await open(gateway, turnId)).toEqual({ stage: 'done' });
      expect(await rejection(open(gateway, randomUUID()))).toMatchObject({ code: 'not-found' });
    });

    it('remembers what was said, and who paid', async () => {
      const cyn = newPerson('Cyn');
      const keyId = await giveKey(gateway, cyn);
      const place = newChannel();
      const first = newTrigger(cyn, place, { content: 'hello' });

      const { messageId } = await exchange(gateway, first, lilithId, 'You again.');
      const second = await openForSure(gateway, await acceptOne(gateway, newTrigger(cyn, place), lilithId));

      expect(second).toMatchObject({
        speaker: { name: 'Lilith', description: 'A sly librarian' },
        refusal: null,
        persona: { name: 'Cyn' },
        preset: { source: 'built-in', vendor: 'local', model: 'local/story' },
        payer: { kind: 'user', walletKeyId: keyId },
        history: [
          { speaker: 'person', personId: cyn.id, name: 'Cyn', text: 'hello', messageIds: [first.id] },
          { speaker: 'character', personId: null, name: 'Lilith', text: 'You again.', messageIds: [messageId] },
        ],
        reply: null,
        webhook: null,
        epoch: null,
      });
    });

    it('cuts a long history in steps, so that it begins at the same line for several turns', async () => {
      const place = newChannel();
      const dan = newPerson('Dan');
      await giveKey(gateway, dan);
      await exchange(gateway, newTrigger(dan, place), lilithId, 'reply 0');
      await gateway.database.pool.query(
        `INSERT INTO user_characters (user_id, character_id, settings)
         SELECT id, $2, '{"values": {"historyLines": 16}}' FROM users WHERE discord_id = $1`,
        [dan.id, lilithId],
      );

      const opened = [];
      for (let turn = 1; turn <= 16; turn += 1) {
        const now = await openForSure(gateway, await acceptOne(gateway, newTrigger(dan, place), lilithId));
        opened.push({ length: now.history.length, first: now.history[0]?.messageIds[0], cutAt: now.historyCutAt });
        await say(gateway, now, `reply ${turn}`);
      }

      expect(opened.map(({ length }) => length)).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 14, 16, 14, 16, 14, 16, 14, 16]);
      expect(new Set(opened.map(({ first }) => first)).size).toBe(5);
      expect(opened.slice(8).every(({ first, cutAt }) => cutAt === first)).toBe(true);
      expect(opened.slice(0, 7).every(({ cutAt }) => cutAt === null)).toBe(true);
    });

    it('says that the character is gone, and lets nobody speak in its name', async () => {
      const brief = await newCharacter(gateway, ada, { name: 'Brief' });
      const turnId = await acceptOne(gateway, newTrigger(ben, newChannel()), brief.id);
      await gateway.bot.call(deleteCharacter, { caller: callerOf(ada), params: { characterId: brief.id } });

      const turn = await openForSure(gateway, turnId);

      expect(turn).toMatchObject({
        speaker: null,
        refusal: { reason: 'character-gone', name: 'Brief' },
      });
    });

    it('treats a character that was made private meanwhile as gone', async () => {
      const shy = await newCharacter(gateway, ada, { name: 'Shy' });
      const turnId = await acceptOne(gateway, newTrigger(ben, newChannel()), shy.id);
      await gateway.bot.call(updateCharacter, {
        caller: callerOf(ada),
        params: { characterId: shy.id },
        body: { isPublic: false },
      });

      expect(await openForSure(gateway, turnId)).toMatchObject({
        speaker: null,
        refusal: { reason: 'character-gone' },
      });
    });

    it('tells a person without a key how to give one', async () => {
      const turnId = await acceptOne(gateway, newTrigger(newPerson(), newChannel()), lilithId);

      const turn = await openForSure(gateway, turnId);

      expect(turn.refusal).toMatchObject({
        reason: 'no-key',
        vendors: expect.arrayContaining(['OpenRouter']),
      });
    });
  });

  describe('order', () => {
    it('lets the turns of a conversation go one after another, by the age of their triggers', async () => {
      const place = newChannel();
      const first = await acceptOne(gateway, newTrigger(ada, place), lilithId);
      const second = await acceptOne(gateway, newTrigger(ben, place), lilithId);
      const third = await acceptOne(gateway, newTrigger(ada, place), lilithId);

      expect(await open(gateway, third)).toEqual({ stage: 'waiting' });
      expect(await open(gateway, second)).toEqual({ stage: 'waiting' });
      const turn = await openForSure(gateway, first);
      expect(await open(gateway, second)).toEqual({ stage: 'waiting' });
      await say(gateway, turn, 'one');

      expect(wakeUpsOf(gateway, second)).toEqual([answerTurnJobId(second, 1)]);
      expect(wakeUpsOf(gateway, third)).toEqual([]);
      expect(await open(gateway, third)).toEqual({ stage: 'waiting' });
      await say(gateway, await openForSure(gateway, second), 'two');
      expect(wakeUpsOf(gateway, third)).toEqual([answerTurnJobId(third, 1)]);
      expect((await openForSure(gateway, third)).history.map((line) => line.text)).toEqual([
        'hello',
        'hello',
        'one',
        'two',
      ]);
    });

    it('lets conversations of one channel go at the same time', async () => {
      const place = newChannel();
      const lilith = await acceptOne(gateway, newTrigger(ada, place), lilithId);
      const pip = await acceptOne(gateway, newTrigger(ben, place), pipId);

      const opened = await Promise.all([open(gateway, lilith), open(gateway, pip)]);

      expect(opened.map((turn) => turn.stage)).toEqual(['open', 'open']);
    });

    it('makes several characters a chain in which each sees the one before', async () => {
      const { turns } = await accept(gateway, newTrigger(ada, newChannel()), lilithId, pipId);
      const [lilith = '', pip = ''] = turns.map((turn) => turn.turnId);

      expect(await open(gateway, pip)).toEqual({ stage: 'waiting' });
      const messageId = await say(gateway, await openForSure(gateway, lilith), 'Ask Pip.');

      expect(wakeUpsOf(gateway, pip)).toEqual([answerTurnJobId(pip, 1)]);
      expect((await openForSure(gateway, pip)).earlierReplies).toEqual([
        { name: 'Lilith', text: 'Ask Pip.', messageIds: [messageId] },
      ]);
    });

    it('never lets two chains that cross wait for each other', async () => {
      const place = newChannel();
      const first = (await accept(gateway, newTrigger(ada, place), lilithId, pipId)).turns.map((turn) => turn.turnId);
      const second = (await accept(gateway, newTrigger(ben, place), pipId, lilithId)).turns.map((turn) => turn.turnId);
      const left = new Set([...second.toReversed(), ...first.toReversed()]);

      for (let round = 0; round < 4; round++) {
        for (const turnId of left) {
          const turn = await open(gateway, turnId);
          if (turn.stage !== 'open') continue;
          await say(gateway, turn, 'said');
          left.delete(turnId);
        }
      }

      expect([...left]).toEqual([]);
    });

    it('lets a turn that has begun finish before an older trigger that came late', async () => {
      const place = newChannel();
      const late = newTrigger(ada, place);
      const begun = await acceptOne(gateway, newTrigger(ben, place), lilithId);
      const turn = await openForSure(gateway, begun);
      const lateId = await acceptOne(gateway, late, lilithId);

      expect(await open(gateway, lateId)).toEqual({ stage: 'waiting' });
      await makeOverdue(gateway, begun);
      expect(await open(gateway, lateId)).toEqual({ stage: 'waiting' });
      await say(gateway, turn, 'first');

      expect(await open(gateway, lateId)).toMatchObject({ stage: 'open' });
    });

    it('loses no wake-up when a turn is settled while the next one asks', async () => {
      for (let round = 0; round < 15; round++) {
        const place = newChannel();
        const first = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, place), lilithId));
        const next = await acceptOne(gateway, newTrigger(ben, place), lilithId);
        await gateway.worker.call(finishReply, {
          params: { turnId: first.turnId },
          body: replyBody(first.fence, 'one'),
        });
        const settle = gateway.worker.call(settleTurn, {
          params: { turnId: first.turnId },
          body: {
            fence: first.fence,
            outcome: 'delivered',
            sent: [{ chunk: 0, messageId: newSnowflake(), outlet: null }],
          },
        });

        const [opened] = await Promise.all([open(gateway, next), settle]);

        expect(opened.stage === 'open' || wakeUpsOf(gateway, next).length === 1).toBe(true);
      }
    });

    it('loses no wake-up along a chain either', async () => {
      for (let round = 0; round < 15; round++) {
        const { turns } = await accept(gateway, newTrigger(ada, newChannel()), lilithId, pipId);
        const [lilith = '', pip = ''] = turns.map((turn) => turn.turnId);
        const first = await openForSure(gateway, lilith);
        const settle = gateway.worker.call(settleTurn, {
          params: { turnId: lilith },
          body: { fence: first.fence, outcome: 'refused' },
        });

        const [opened] = await Promise.all([open(gateway, pip), settle]);

        expect(opened.stage === 'open' || wakeUpsOf(gateway, pip).length === 1).toBe(true);
      }
    });
  });

  describe('fences', () => {
    it('takes the right to write from a worker whose lease ran out and was given on', async () => {
      const turnId = await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId);
      const { fence } = await openForSure(gateway, turnId);
      await makeOverdue(gateway, turnId);
      const later = await openForSure(gateway, turnId);
      const params = { turnId };

      const refused = await Promise.all(
        [
          gateway.worker.call(renewTurn, { params, body: { fence } }),
          gateway.worker.call(finishReply, { params, body: replyBody(fence, 'late') }),
          gateway.worker.call(releaseTurn, { params, body: { fence, problem: 'late', retryAfterMs: 0 } }),
          gateway.worker.call(settleTurn, { params, body: { fence, outcome: 'refused' } }),
        ].map(rejection),
      );

      expect(later.fence).toBe(2);
      expect(refused).toEqual(Array(4).fill(expect.objectContaining({ code: 'stale-lease' })));
      await say(gateway, later, 'in time');
    });

    it('lets a worker whose lease ran out go on when nobody else took the turn', async () => {
      const turnId = await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId);
      const turn = await openForSure(gateway, turnId);
      await makeOverdue(gateway, turnId);

      await gateway.worker.call(renewTurn, { params: { turnId }, body: { fence: turn.fence } });

      expect(await open(gateway, turnId)).toEqual({ stage: 'leased' });
    });
  });

  describe('replies', () => {
    it('stores a text with its chunks once, and refuses another', async () => {
      const turnId = await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId);
      const { fence } = await openForSure(gateway, turnId);
      const chunks = [
        { text: 'one', hash: '1' },
        { text: 'two', hash: '2' },
      ];
      const outlet = { webhookId: newSnowflake(), name: 'Lilith' };
      const body = replyBody(fence, 'one two', { chunks, outlet });

      const stored = await gateway.worker.call(finishReply, { params: { turnId }, body });
      const again = await gateway.worker.call(finishReply, { params: { turnId }, body });
      const other = await rejection(
        gateway.worker.call(finishReply, { params: { turnId }, body: replyBody(fence, 'else') }),
      );

      expect(stored.posts).toEqual([
        { chunk: 0, ...chunks[0], state: 'sending', sendingAt: expect.any(String), messageId: null, outlet },
        { chunk: 1, ...chunks[1], state: 'planned', sendingAt: null, messageId: null, outlet: null },
      ]);
      expect(again).toEqual(stored);
      expect(other).toMatchObject({ code: 'conflict' });
    });

    it('gives a stored text to the next worker instead of a new try', async () => {
      const turnId = await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId);
      const { fence } = await openForSure(gateway, turnId);
      await gateway.worker.call(finishReply, { params: { turnId }, body: replyBody(fence, 'paid for') });
      await makeOverdue(gateway, turnId);

      const resumed = await openForSure(gateway, turnId);

      expect(resumed.reply).toMatchObject({ kind: 'reply', state: 'complete', text: 'paid for' });
      expect(resumed.posts).toMatchObject([{ chunk: 0, text: 'paid for', state: 'sending' }]);
      expect(resumed.refusal).toBeNull();
    });

    it('records what happens to each chunk, and lets no two chunks have the same message', async () => {
      const [first, second] = [
        await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId)),
        await openForSure(gateway, await acceptOne(gateway, newTrigger(ben, newChannel()), lilithId)),
      ];
      for (const { turnId, fence } of [first, second]) {
        await gateway.worker.call(finishReply, { params: { turnId }, body: replyBody(fence, 'hi') });
      }
      const [claimed, free] = [newSnowflake(), newSnowflake()];
      const sent = {
        chunk: 0,
        state: 'sent',
        hash: null,
        messageId: claimed,
        outlet: null,
      } as const;
      const record = (turn: typeof first, body: object) =>
        gateway.worker.call(recordPost, {
          params: { turnId: turn.turnId },
          body: { ...sent, fence: turn.fence, ...body },
        });

      await record(first, {});
      await record(first, {});

      expect(await rejection(record(second, {}))).toMatchObject({ code: 'conflict' });
      expect(await rejection(record(first, { state: 'sending' }))).toMatchObject({ code: 'conflict' });
      expect(await rejection(record(first, { chunk: 9 }))).toMatchObject({ code: 'not-found' });
      const unclaimed = await gateway.worker.call(listUnclaimedMessages, {
        params: { turnId: second.turnId },
        body: { messageIds: [free, claimed] },
      });
      expect(unclaimed.messageIds).toEqual([free]);
    });

    it('gives a stored answer to the next worker, which asks nobody again', async () => {
      const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId));
      const { turnId } = turn;
      await gateway.worker.call(storeAnswer, { params: { turnId }, body: answerBody(turn, 'Paid for.') });
      await makeOverdue(gateway, turnId);

      const resumed = await openForSure(gateway, turnId);

      expect(resumed.reply).toEqual({
        number: 0,
        kind: 'reply',
        state: 'drafting',
        answer: 'Paid for.',
        endedBy: 'stop',
        text: null,
      });
      expect(await spentOn(turnId)).toEqual([{ outcome: 'answered', vendor: 'local' }]);
      expect(await rowOfTurn(turnId)).toMatchObject({ stage: 'spoken' });
    });

    it('stores an answer together with what is said of it, once, and its cost with it', async () => {
      const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId));
      const params = { turnId: turn.turnId };
      const { answer, endedBy, call } = answerBody(turn, '<think>Hm.</think>Paid for.');
      const body = replyBody(turn.fence, 'Paid for.', { heard: { answer, endedBy, call } });

      const stored = await gateway.worker.call(finishReply, { params, body });
      const again = await gateway.worker.call(finishReply, { params, body });

      expect(again).toEqual(stored);
      expect(await spentOn(turn.turnId)).toHaveLength(1);
      await makeOverdue(gateway, turn.turnId);
      expect((await openForSure(gateway, turn.turnId)).reply).toMatchObject({ answer, endedBy, text: 'Paid for.' });
    });

    it('stores what is said of an answer that was stored before, and refuses to say something of another', async () => {
      const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId));
      const params = { turnId: turn.turnId };
      const known = answerBody(turn, 'Paid for.');
      await gateway.worker.call(storeAnswer, { params, body: known });
      const sayOf = ({ answer, endedBy, call }: ReturnType<typeof answerBody>) =>
        gateway.worker.call(finishReply, {
          params,
          body: replyBody(turn.fence, answer, { heard: { answer, endedBy, call } }),
        });

      expect(await rejection(sayOf(answerBody(turn, 'Else.')))).toMatchObject({ code: 'conflict' });
      expect((await sayOf(known)).posts).toMatchObject([{ text: 'Paid for.', state: 'sending' }]);
    });

    it('says nothing of an answer that came after the message to answer was gone, and keeps its cost', async () => {
      const trigger = newTrigger(ada, newChannel());
      const turn = await openForSure(gateway, await acceptOne(gateway, trigger, lilithId));
      const params = { turnId: turn.turnId };
      await gateway.bot.call(forgetMessages, { body: { messageIds: [trigger.id] } });
      const { answer, endedBy, call } = answerBody(turn, 'Late.');

      const late = await rejection(
        gateway.worker.call(finishReply, {
          params,
          body: replyBody(turn.fence, answer, { heard: { answer, endedBy, call } }),
        }),
      );

      expect(late).toMatchObject({ code: 'gone' });
      expect(await spentOn(turn.turnId)).toHaveLength(1);
    });

    it('stores an answer once, and refuses another', async () => {
      const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId));
      const params = { turnId: turn.turnId };
      const body = answerBody(turn, 'Paid for.');
      await gateway.worker.call(storeAnswer, { params, body });

      await gateway.worker.call(storeAnswer, { params, body });
      const other = await rejection(gateway.worker.call(storeAnswer, { params, body: answerBody(turn, 'Else.') }));

      expect(other).toMatchObject({ code: 'conflict' });
      expect(await spentOn(turn.turnId)).toHaveLength(2);
    });

    it('keeps what an answer cost that came under a lost lease, and the turn for whoever has it now', async () => {
      const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId));
      const params = { turnId: turn.turnId };
      await makeOverdue(gateway, turn.turnId);
      const later = await openForSure(gateway, turn.turnId);

      const late = await rejection(gateway.worker.call(storeAnswer, { params, body: answerBody(turn, 'Late.') }));

      expect(late).toMatchObject({ code: 'stale-lease' });
      expect(await spentOn(turn.turnId)).toHaveLength(1);
      await say(gateway, later, 'In time.');
    });

    it('keeps what an answer cost that came after the message to answer was gone', async () => {
      const trigger = newTrigger(ada, newChannel());
      const turn = await openForSure(gateway, await acceptOne(gateway, trigger, lilithId));
      const params = { turnId: turn.turnId };
      await gateway.bot.call(forgetMessages, { body: { messageIds: [trigger.id] } });

      const late = await rejection(gateway.worker.call(storeAnswer, { params, body: answerBody(turn, 'Late.') }));

      expect(late).toMatchObject({ code: 'gone' });
      expect(await spentOn(turn.turnId)).toHaveLength(1);
    });

    it('keeps what calls cost under no lease at all, each once', async () => {
      const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId));
      const { turnId, fence } = turn;
      await gateway.worker.call(releaseTurn, { params: { turnId }, body: { fence, problem: 'away', retryAfterMs: 0 } });
      const calls = [{ ...usageOf(turn), outcome: 'failed' as const }];

      await gateway.worker.call(recordUsage, { body: { spentOn: { turnId }, calls } });
      await gateway.worker.call(recordUsage, { body: { spentOn: { turnId }, calls } });

      expect(await spentOn(turnId)).toEqual([{ outcome: 'failed', vendor: 'local' }]);
    });

    it('keeps what the test of a key cost, for its owner', async () => {
      const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId));
      const cyn = newPerson('Cyn');
      const keyId = await giveKey(gateway, cyn, 'openai');
      const call = usageOf({
        preset: { ...turn.preset, vendor: 'openai' },
        payer: { kind: 'user', walletKeyId: keyId },
      });

      await gateway.worker.call(recordUsage, { body: { spentOn: { keyId }, calls: [call] } });

      const { rows } = await gateway.database.pool.query(
        'SELECT turn_id, wallet_key_id FROM usage_events WHERE id = $1',
        [call.id],
      );
      expect(rows).toEqual([{ turn_id: null, wallet_key_id: keyId }]);
    });

    it('shows a draft from its first post on, and gives that post to the next worker and to the finished text', async () => {
      const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId));
      const { turnId, fence } = turn;
      const params = { turnId };
      const outlet = { webhookId: newSnowflake(), name: 'Lilith' };
      const messageId = newSnowflake();
      await gateway.worker.call(beginReply, { params, body: { fence, hash: '1', outlet } });
      await gateway.worker.call(beginReply, { params, body: { fence, hash: '1', outlet } });
      await gateway.worker.call(recordPost, {
        params,
        body: { fence, chunk: 0, state: 'sent', hash: null, messageId, outlet },
      });
      await makeOverdue(gateway, turnId);

      const resumed = await openForSure(gateway, turnId);
      const body = replyBody(resumed.fence, 'The whole.', { chunks: [{ text: 'The whole.', hash: '2' }], outlet });
      const { posts } = await gateway.worker.call(finishReply, { params, body });

      expect(resumed.reply).toBeNull();
      expect(resumed.posts).toMatchObject([{ chunk: 0, hash: '1', state: 'sent', messageId, outlet }]);
      expect(posts).toMatchObject([{ chunk: 0, text: 'The whole.', hash: '1', state: 'sent', messageId }]);
    });

    it('lets posts go that a finished text has no part for', async () => {
      const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId));
      const { turnId, fence } = turn;
      const params = { turnId };
      await gateway.worker.call(beginReply, { params, body: { fence, hash: '1', outlet: null } });
      for (const chunk of [0, 1, 2]) {
        const post = { fence, chunk, hash: String(chunk), outlet: null };
        await gateway.worker.call(recordPost, { params, body: { ...post, state: 'sending', messageId: null } });
        if (chunk === 2) continue;
        await gateway.worker.call(recordPost, { params, body: { ...post, state: 'sent', messageId: newSnowflake() } });
      }

      const { posts } = await gateway.worker.call(finishReply, { params, body: replyBody(fence, 'Short.') });

      expect(posts.map(({ state, text }) => [state, text])).toEqual([
        ['sent', 'Short.'],
        ['deleting', null],
        ['sending', null],
      ]);
    });

    it('begins no draft when the message to answer is gone', async () => {
      const trigger = newTrigger(ada, newChannel());
      const turn = await openForSure(gateway, await acceptOne(gateway, trigger, lilithId));
      await gateway.bot.call(forgetMessages, { body: { messageIds: [trigger.id] } });

      const refused = await rejection(
        gateway.worker.call(beginReply, {
          params: { turnId: turn.turnId },
          body: { fence: turn.fence, hash: '1', outlet: null },
        }),
      );

      expect(refused).toMatchObject({ code: 'gone' });
    });

    it('keeps what each call used, and which key paid', async () => {
      const cyn = newPerson('Cyn');
      const keyId = await giveKey(gateway, cyn, 'openai');
      const turnId = await acceptOne(gateway, newTrigger(cyn, newChannel()), lilithId);
      const { fence } = await openForSure(gateway, turnId);
      const usage = {
        id: randomUUID(),
        vendor: 'openai',
        model: 'gpt',
        payer: 'user' as const,
        promptTokens: 10,
        cachedTokens: 4,
        completionTokens: 5,
        reasoningTokens: 0,
        costUsd: 0.00012,
        tookMs: 900,
        outcome: 'answered' as const,
        dropped: [{ key: 'top_k', reason: 'not taken' }],
      };
      const calls = [{ ...usage, id: randomUUID(), outcome: 'empty' }, usage];
      const body = replyBody(fence, 'hi', { calls });

      await gateway.worker.call(finishReply, { params: { turnId }, body });
      await gateway.worker.call(finishReply, { params: { turnId }, body });

      const { rows } = await gateway.database.pool.query(
        `SELECT u.outcome, u.cost_usd::float AS cost, u.wallet_key_id, u.dropped, k.last_used_at IS NOT NULL AS used
         FROM usage_events u JOIN wallet_keys k ON k.id = u.wallet_key_id WHERE u.turn_id = $1 ORDER BY u.outcome DESC`,
        [turnId],
      );
      expect(rows).toEqual([
        { outcome: 'empty', cost: 0.00012, wallet_key_id: keyId, dropped: usage.dropped, used: true },
        { outcome: 'answered', cost: 0.00012, wallet_key_id: keyId, dropped: usage.dropped, used: true },
      ]);
    });
  });

  describe('settling', () => {
    it('settles once, and forgets what Discord said when the last turn of a trigger has ended', async () => {
      const trigger = newTrigger(ada, newChannel());
      const { turns } = await accept(gateway, trigger, lilithId, pipId);
      const [lilith = '', pip = ''] = turns.map((turn) => turn.turnId);
      const kept = async () => {
        const { rows } = await gateway.database.pool.query(
          'SELECT facts IS NOT NULL AS kept FROM triggers WHERE id = $1',
          [trigger.id],
        );
        return (rows[0] as { kept: boolean }).kept;
      };
      const turn = await openForSure(gateway, lilith);
      await say(gateway, turn, 'hi');
      const again = await gateway.worker.call(settleTurn, {
        params: { turnId: lilith },
        body: { fence: turn.fence, outcome: 'delivered' },
      });

      expect(again).toEqual({ stage: 'settled' });
      expect(await kept()).toBe(true);
      await say(gateway, await openForSure(gateway, pip), 'hi');
      expect(await kept()).toBe(false);
      expect(await rowOfTurn(pip)).toMatchObject({ stage: 'settled', due_at: null });
    });

    it('keeps notices, and replies that never arrived, out of history', async () => {
      const place = newChannel();
      const notice = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, place), lilithId));
      await gateway.worker.call(finishReply, {
        params: { turnId: notice.turnId },
        body: replyBody(notice.fence, 'No key.', { kind: 'notice' }),
      });
      const refused = await gateway.worker.call(settleTurn, {
        params: { turnId: notice.turnId },
        body: {
          fence: notice.fence,
          outcome: 'refused',
          sent: [{ chunk: 0, messageId: newSnowflake(), outlet: null }],
        },
      });
      const lost = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, place), lilithId));
      await gateway.worker.call(finishReply, {
        params: { turnId: lost.turnId },
        body: replyBody(lost.fence, 'Nobody reads this.'),
      });
      const undelivered = await gateway.worker.call(settleTurn, {
        params: { turnId: lost.turnId },
        body: { fence: lost.fence, outcome: 'undeliverable', problem: 'no permission' },
      });

      const next = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, place), lilithId));

      expect([refused.stage, undelivered.stage]).toEqual(['refused', 'settled']);
      expect(next.history).toEqual([]);
      expect(gateway.log.messages('warn')).toContain('turn settled with a problem');
    });

    it('cannot deliver what was never said', async () => {
      const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId));

      const error = await rejection(
        gateway.worker.call(settleTurn, {
          params: { turnId: turn.turnId },
          body: { fence: turn.fence, outcome: 'delivered' },
        }),
      );

      expect(error).toMatchObject({ code: 'conflict' });
    });

    it('ends quietly when the character was deleted while it spoke', async () => {
      const brief = await newCharacter(gateway, ada, { name: 'Brief' });
      const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), brief.id));
      await gateway.bot.call(deleteCharacter, { caller: callerOf(ada), params: { characterId: brief.id } });

      await say(gateway, turn, 'My last words.');

      expect(await rowOfTurn(turn.turnId)).toMatchObject({ stage: 'settled' });
    });
  });

  describe('giving back', () => {
    it('wakes a released turn again after the pause', async () => {
      const turnId = await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId);
      const { fence } = await openForSure(gateway, turnId);
      const body = { fence, problem: 'vendor is down', retryAfterMs: 5_000 };

      const released = await gateway.worker.call(releaseTurn, { params: { turnId }, body });
      const again = await gateway.worker.call(releaseTurn, { params: { turnId }, body });

      expect([released.stage, again.stage]).toEqual(['accepted', 'accepted']);
      expect(gateway.queues.enqueued.filter((job) => job.id?.startsWith(turnId))).toEqual([
        expect.objectContaining({ id: answerTurnJobId(turnId, 1), delayMs: 5_000 }),
      ]);
      expect(await openForSure(gateway, turnId)).toMatchObject({ fence: 2 });
    });

    it('answers with a notice after too many attempts, and then lets the next one go on', async () => {
      const place = newChannel();
      const turnId = await acceptOne(gateway, newTrigger(ada, place), lilithId);
      const next = await acceptOne(gateway, newTrigger(ada, place), lilithId);
      await open(gateway, next);
      const refusals: unknown[] = [];
      for (let attempt = 1; attempt <= 8; attempt++) {
        const turn = await openForSure(gateway, turnId);
        refusals.push(turn.refusal?.reason ?? null);
        await gateway.worker.call(releaseTurn, {
          params: { turnId },
          body: { fence: turn.fence, problem: 'again', retryAfterMs: 0 },
        });
      }

      expect(await open(gateway, turnId)).toEqual({ stage: 'done' });
      expect(refusals).toEqual([...Array(5).fill(null), ...Array(3).fill('too-many-attempts')]);
      expect(await rowOfTurn(turnId)).toMatchObject({ stage: 'failed' });
      expect(wakeUpsOf(gateway, next)).toEqual([answerTurnJobId(next, 1)]);
    });

    it('counts no attempt that ended because something was away, and gives up an hour after the message all the same', async () => {
      const turnId = await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId);
      for (let attempt = 1; attempt <= 9; attempt++) {
        const { fence, refusal } = await openForSure(gateway, turnId);
        expect(refusal).toBeNull();
        const body = { fence, problem: 'Discord is away', isOutage: true, retryAfterMs: 0 };
        await gateway.worker.call(releaseTurn, { params: { turnId }, body });
      }
      await gateway.database.pool.query(
        `UPDATE triggers SET accepted_at = now() - interval '61 minutes' WHERE id = (SELECT trigger_id FROM turns WHERE id = $1)`,
        [turnId],
      );

      expect(await open(gateway, turnId)).toEqual({ stage: 'done' });
      expect(await rowOfTurn(turnId)).toMatchObject({ stage: 'failed', outages: 9 });
    });

    it('gives up when the operator says so, what is paid for as well, and its asker is told', async () => {
      const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId));
      const { turnId, fence } = turn;
      await gateway.worker.call(storeAnswer, { params: { turnId }, body: answerBody(turn, 'Paid for.') });
      await gateway.worker.call(finishReply, { params: { turnId }, body: replyBody(fence, 'Paid for.') });
      const giveBack = (held: number) =>
        gateway.worker.call(releaseTurn, {
          params: { turnId },
          body: { fence: held, problem: 'Discord is away', isOutage: true, retryAfterMs: 0 },
        });
      await giveBack(fence);
      await gateway.database.pool.query(
        `UPDATE triggers SET accepted_at = now() - interval '11 minutes' WHERE id = (SELECT trigger_id FROM turns WHERE id = $1)`,
        [turnId],
      );
      const setTo = (giveUpMinutes: number) =>
        gateway.bot.call(changeOperatorSettings, {
          caller: callerOf(ada, { isOperator: true }),
          body: { values: { giveUpMinutes } },
        });

      const again = await openForSure(gateway, turnId);
      await giveBack(again.fence);
      await setTo(10);
      const late = await open(gateway, turnId);
      await setTo(60);

      expect(late).toEqual({ stage: 'done' });
      const { turns } = await gateway.bot.call(listUntoldTurns);
      expect(turns).toContainEqual(expect.objectContaining({ turnId, outcome: 'undelivered', text: 'Paid for.' }));
    });

    it('keeps what was said of a reply that could never be sent whole', async () => {
      const place = newChannel();
      const turnId = await acceptOne(gateway, newTrigger(ada, place, { content: 'tell me all' }), lilithId);
      const { fence } = await openForSure(gateway, turnId);
      const messageId = newSnowflake();
      const chunks = [
        { text: 'one', hash: '1' },
        { text: 'two', hash: '2' },
      ];
      await gateway.worker.call(finishReply, { params: { turnId }, body: replyBody(fence, 'one two', { chunks }) });
      await gateway.worker.call(recordPost, {
        params: { turnId },
        body: { fence, chunk: 0, state: 'sent', hash: null, messageId, outlet: null },
      });
      await gateway.database.pool.query('UPDATE turns SET attempts = 20 WHERE id = $1', [turnId]);
      await makeOverdue(gateway, turnId);

      expect(await open(gateway, turnId)).toEqual({ stage: 'done' });

      const next = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, place), lilithId));
      expect(next.history).toMatchObject([{ text: 'tell me all' }, { text: 'one two', messageIds: [messageId] }]);
    });
  });

  describe('the sweep', () => {
    it('wakes an accepted trigger whose job never came, with the scene that was recorded', async () => {
      const trigger = newTrigger(ada, newChannel());
      const turnId = await acceptOne(gateway, trigger, lilithId);
      const scene = { recent: [], references: [] };
      await gateway.bot.call(recordScene, { params: { triggerId: trigger.id }, body: scene });
      await sweepNow();
      expect(wakeUpsOf(gateway, turnId)).toEqual([]);
      await makeOverdue(gateway, turnId);

      await sweepNow();
      await sweepNow();

      expect(wakeUpsOf(gateway, turnId)).toEqual([answerTurnJobId(turnId, 1)]);
      expect(gateway.queues.enqueued.at(-1)?.input).toEqual({ turnId, trigger, scene });
    });

    it('wakes a turn whose lease ran out, under a new number each time', async () => {
      const turnId = await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId);
      for (let round = 0; round < 2; round++) {
        await openForSure(gateway, turnId);
        await makeOverdue(gateway, turnId);
        await sweepNow();
      }

      expect(wakeUpsOf(gateway, turnId)).toEqual([answerTurnJobId(turnId, 1), answerTurnJobId(turnId, 2)]);
    });

    it('wakes each turn once when several gateways sweep at the same moment', async () => {
      const turnIds = await Promise.all(
        Array.from({ length: 6 }, () => acceptOne(gateway, newTrigger(ada, newChannel()), lilithId)),
      );
      for (const turnId of turnIds) await makeOverdue(gateway, turnId);

      await Promise.all([sweepNow(), sweepNow(), sweepNow()]);

      expect(turnIds.map((turnId) => wakeUpsOf(gateway, turnId).length)).toEqual(Array(6).fill(1));
    });

    it('wakes a waiting turn whose wake-up got lost, and no turn that still has to wait', async () => {
      const place = newChannel();
      const first = await acceptOne(gateway, newTrigger(ada, place), lilithId);
      const second = await acceptOne(gateway, newTrigger(ada, place), lilithId);
      await open(gateway, second);
      await makeOverdue(gateway, second);
      await sweepNow();
      expect(wakeUpsOf(gateway, second)).toEqual([]);
      await gateway.database.pool.query(
        `UPDATE turns SET stage = 'failed', ended_at = now(), due_at = NULL WHERE id = $1`,
        [first],
      );
      await makeOverdue(gateway, second);

      await sweepNow();

      expect(wakeUpsOf(gateway, second)).toEqual([answerTurnJobId(second, 1)]);
    });

    it('lets a turn expire that nobody began for an hour, and wakes the one behind it', async () => {
      const place = newChannel();
      const old = newTrigger(ada, place);
      const turnId = await acceptOne(gateway, old, lilithId);
      const next = await acceptOne(gateway, newTrigger(ada, place), lilithId);
      await open(gateway, next);
      await gateway.database.pool.query(
        `UPDATE triggers SET accepted_at = now() - interval '61 minutes' WHERE id = $1`,
        [old.id],
      );
      await makeOverdue(gateway, turnId);

      await sweepNow();

      expect(await rowOfTurn(turnId)).toMatchObject({ stage: 'expired' });
      expect(wakeUpsOf(gateway, next)).toEqual([answerTurnJobId(next, 1)]);
      expect(await open(gateway, turnId)).toEqual({ stage: 'done' });
    });

    it('enqueues again at its start, under the same number, what was woken but perhaps never reached the queue', async () => {
      const place = newChannel();
      const first = await acceptOne(gateway, newTrigger(ada, place), lilithId);
      const second = await acceptOne(gateway, newTrigger(ada, place), lilithId);
      await open(gateway, second);
      await say(gateway, await openForSure(gateway, first), 'Done.');
      const queues = fakeQueues();

      const sweeper = startSweeper({ ...gateway.database, queues, log: gateway.log.log }, fakeClock());
      await sweeper.stop();

      const again = queues.enqueued.filter(({ id }) => id === answerTurnJobId(second, 1));
      expect(again).toHaveLength(1);
      expect(wakeUpsOf(gateway, second)).toEqual([answerTurnJobId(second, 1)]);
      expect(queues.enqueued.some(({ id }) => id?.startsWith(first))).toBe(false);
    });

    it('lets workers say that they live before it takes a turn from them', async () => {
      const turnId = await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId);
      const { fence } = await openForSure(gateway, turnId);
      await makeOverdue(gateway, turnId);
      const clock = fakeClock();

      const sweeper = startSweeper({ ...gateway.database, queues: gateway.queues, log: gateway.log.log }, clock);
      await expect.poll(() => clock.sleepers).toBe(1);
      await gateway.worker.call(renewTurn, { params: { turnId }, body: { fence } });
      await clock.advance(SWEEP_EVERY_MS);
      await expect.poll(() => clock.sleepers).toBe(1);
      await sweeper.stop();

      expect(wakeUpsOf(gateway, turnId)).toEqual([]);
    });

    it('wakes a turn later when the queue did not take it', async () => {
      const turnId = await acceptOne(gateway, newTrigger(ada, newChannel()), lilithId);
      await makeOverdue(gateway, turnId);
      const broken = { ...gateway.queues, enqueue: async () => Promise.reject(new Error('queue is down')) };
      await sweep({ pool: gateway.database.pool, queues: broken, log: gateway.log.log });
      expect(wakeUpsOf(gateway, turnId)).toEqual([]);
      await makeOverdue(gateway, turnId);

      await sweepNow();

      expect(wakeUpsOf(gateway, turnId)).toEqual([answerTurnJobId(turnId, 2)]);
    });
  });

  describe('withdrawing', () => {
    it('ends silently what has not spoken, and wakes the one behind it', async () => {
      const place = newChannel();
      const trigger = newTrigger(ada, place);
      const turnId = await acceptOne(gateway, trigger, lilithId);
      const turn = await openForSure(gateway, turnId);
      const next = await acceptOne(gateway, newTrigger(ada, place), lilithId);
      await open(gateway, next);
      const told: unknown[] = [];
      const unsubscribe = await gateway.state.subscribe(TRIGGER_GONE_CHANNEL, (message) => void told.push(message));

      const withdrawn = await gateway.bot.call(forgetMessages, { body: { messageIds: [trigger.id] } });
      await unsubscribe();

      expect(withdrawn).toEqual({ endedTurns: 1 });
      expect(told).toEqual([{ triggerId: trigger.id }]);
      expect(wakeUpsOf(gateway, next)).toEqual([answerTurnJobId(next, 1)]);
      const late = await rejection(
        gateway.worker.call(finishReply, { params: { turnId }, body: replyBody(turn.fence, 'too late') }),
      );
      expect(late).toMatchObject({ code: 'stale-lease' });
      expect(await gateway.bot.call(forgetMessages, { body: { messageIds: [trigger.id] } })).toEqual({ endedTurns: 0 });
    });

    it('takes what the person said out of history and leaves the answer', async () => {
      const place = newChannel();
      const trigger = newTrigger(ada, place, { content: 'my secret' });
      await exchange(gateway, trigger, lilithId, 'Noted.');

      await gateway.bot.call(forgetMessages, { body: { messageIds: [trigger.id] } });

      const next = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, place), lilithId));
      expect(next.history.map((line) => line.text)).toEqual(['Noted.']);
    });

    it('still delivers what was said already, without the words that are gone', async () => {
      const place = newChannel();
      const trigger = newTrigger(ada, place, { content: 'my secret' });
      const turn = await openForSure(gateway, await acceptOne(gateway, trigger, lilithId));
      await gateway.worker.call(finishReply, { params: { turnId: turn.turnId }, body: replyBody(turn.fence, 'Said.') });

      const withdrawn = await gateway.bot.call(forgetMessages, { body: { messageIds: [trigger.id] } });
      await gateway.worker.call(settleTurn, {
        params: { turnId: turn.turnId },
        body: {
          fence: turn.fence,
          outcome: 'delivered',
          sent: [{ chunk: 0, messageId: newSnowflake(), outlet: null }],
        },
      });

      const next = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, place), lilithId));
      expect(withdrawn).toEqual({ endedTurns: 0 });
      expect(next.history.map((line) => line.text)).toEqual(['Said.']);
    });

    it('leaves a turn of which half stands in the channel to a worker, which removes it first', async () => {
      const place = newChannel();
      const trigger = newTrigger(ada, place);
      const turnId = await acceptOne(gateway, trigger, lilithId);
      const next = await acceptOne(gateway, newTrigger(ada, place), lilithId);
      const { fence } = await openForSure(gateway, turnId);
      await open(gateway, next);
      const params = { turnId };
      await gateway.worker.call(beginReply, { params, body: { fence, hash: '1', outlet: null } });

      const withdrawn = await gateway.bot.call(forgetMessages, { body: { messageIds: [trigger.id] } });
      await makeOverdue(gateway, turnId);
      const resumed = await openForSure(gateway, turnId);
      const before = wakeUpsOf(gateway, next);
      await gateway.worker.call(recordPost, {
        params,
        body: { fence: resumed.fence, chunk: 0, state: 'deleted', hash: null, messageId: null, outlet: null },
      });
      const ended = await gateway.worker.call(settleTurn, {
        params,
        body: { fence: resumed.fence, outcome: 'refused' },
      });

      expect(withdrawn).toEqual({ endedTurns: 1 });
      expect(resumed).toMatchObject({ isWithdrawn: true, reply: null, posts: [{ state: 'sending' }] });
      expect([before, ended.stage]).toEqual([[], 'refused']);
      expect(wakeUpsOf(gateway, next)).toEqual([answerTurnJobId(next, 1)]);
    });

    it('knows a command by the message that shows its words, before and after it is answered', async () => {
      const place = newChannel();
      const [first, second] = [newSnowflake(), newSnowflake()];
      const command = async (content: string, shownAsId: string) => {
        const trigger = newTrigger(ada, place, { kind: 'command', content });
        const turnId = await acceptOne(gateway, trigger, lilithId);
        const body = { recent: [], references: [], shownAsId };
        await gateway.bot.call(recordScene, { params: { triggerId: trigger.id }, body });
        return { triggerId: trigger.id, turnId };
      };
      const answered = await command('my secret', first);
      await say(gateway, await openForSure(gateway, answered.turnId), 'Noted.');
      const waiting = await command('never mind', second);
      const told: unknown[] = [];
      const unsubscribe = await gateway.state.subscribe(TRIGGER_GONE_CHANNEL, (message) => void told.push(message));

      const before = await gateway.bot.call(forgetMessages, { body: { messageIds: [second] } });
      const after = await gateway.bot.call(forgetMessages, { body: { messageIds: [first] } });
      await unsubscribe();

      const next = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, place), lilithId));
      expect([before, after]).toEqual([{ endedTurns: 1 }, { endedTurns: 0 }]);
      expect(told).toEqual([{ triggerId: waiting.triggerId }, { triggerId: answered.triggerId }]);
      expect(next.history.map((line) => line.text)).toEqual(['Noted.']);
    });

    it('knows nothing of a trigger that was never accepted', async () => {
      const id = newSnowflake();
      const told: unknown[] = [];
      const unsubscribe = await gateway.state.subscribe(TRIGGER_GONE_CHANNEL, (message) => void told.push(message));

      expect(await gateway.bot.call(forgetMessages, { body: { messageIds: [id] } })).toEqual({ endedTurns: 0 });
      const body = { recent: [], references: [] };
      expect(await rejection(gateway.bot.call(recordScene, { params: { triggerId: id }, body }))).toMatchObject({
        code: 'not-found',
      });
      await unsubscribe();
      expect(told).toEqual([]);
    });
  });

  it('accepts again when the gateway answered but nobody heard', async () => {
    const trigger = newTrigger(ada, newChannel());
    const body = { trigger, characterIds: [lilithId] };
    await gateway.bot.call(acceptTrigger, { body });

    expect(await gateway.bot.call(acceptTrigger, { body })).toMatchObject({
      status: 'duplicate',
      turns: [{ stage: 'accepted' }],
    });
  });

  describe('stopping a reply', () => {
    /** A turn whose first post can be read while its reply is being made. */
    const showing = async (author: TestPerson) => {
      const place = newChannel();
      const turnId = await acceptOne(gateway, newTrigger(author, place), lilithId);
      const turn = await openForSure(gateway, turnId);
      const body = { fence: turn.fence, hash: 'a'.repeat(64), outlet: null };
      await gateway.worker.call(beginReply, { params: { turnId }, body });
      const messageId = newSnowflake();
      await gateway.worker.call(recordPost, {
        params: { turnId },
        body: { ...body, chunk: 0, state: 'sent', messageId },
      });
      const caller = (person: TestPerson, more: object = {}) =>
        callerOf(person, { ...(place.guildId !== undefined && { guildId: place.guildId }), ...more });
      const stop = (by: ReturnType<typeof caller>) =>
        gateway.bot.call(stopReply, { caller: by, params: { messageId }, body: { channelId: place.channelId } });
      return { turn, turnId, stop, caller };
    };

    it('tells the worker and the one after it, when whoever asked or staff wants it', async () => {
      const told: unknown[] = [];
      const unsubscribe = await gateway.state.subscribe(REPLY_STOPPED_CHANNEL, (message) => void told.push(message));
      const own = await showing(ada);
      const staffs = await showing(ada);

      const byAda = await own.stop(own.caller(ada));
      const byStaff = await staffs.stop(staffs.caller(ben, { isStaff: true }));
      await makeOverdue(gateway, own.turnId);
      const next = await openForSure(gateway, own.turnId);

      expect([byAda, byStaff]).toEqual([{ isStopping: true }, { isStopping: true }]);
      expect(told).toEqual([{ turnId: own.turnId }, { turnId: staffs.turnId }]);
      expect([own.turn.isStopped, next.isStopped]).toEqual([false, true]);
      await unsubscribe();
    });

    it('refuses it to anybody else, and says of a reply that is spoken that nothing is left to stop', async () => {
      const { turn, turnId, stop, caller } = await showing(ada);

      const byBen = await rejection(stop(caller(ben)));
      await gateway.worker.call(storeAnswer, { params: { turnId }, body: answerBody(turn, 'Done.') });

      expect(byBen).toMatchObject({ code: 'forbidden', because: { reason: 'reply-not-yours' } });
      expect(await stop(caller(ada))).toEqual({ isStopping: false });
    });
  });

  describe('revising a reply', () => {
    const answered = async (text: string) => {
      const place = newChannel();
      const trigger = newTrigger(ada, place);
      const { turnId, messageId } = await exchange(gateway, trigger, lilithId, text);
      const { guildId = '', channelId } = place;
      const caller = callerOf(ada, { guildId });
      const revise = (last: number, select: number | null = null) =>
        gateway.bot.call(reviseReply, {
          caller,
          params: { messageId },
          body: { channelId, last, select, trigger, scene: { recent: [], references: [] } },
        });
      const replies = () => gateway.bot.call(listReplies, { caller, params: { messageId }, query: { channelId } });
      const kept = async () => {
        const { rows } = await gateway.database.pool.query<{ text: string }>(
          `SELECT text FROM history_lines WHERE trigger_id = $1 AND speaker = 'character'
           UNION ALL SELECT body FROM memory_items WHERE exchange_id = $2 AND speaker = 'character'`,
          [trigger.id, turnId],
        );
        return rows.map((row) => row.text);
      };
      return { trigger, place, turnId, messageId, revise, replies, kept };
    };
    /** Makes the reply that a turn is to have now, and brings it to its posts. */
    const deliver = async (turn: OpenTurn, text: string, more: object = {}): Promise<void> => {
      const { turnId, fence, draft } = turn;
      const body = replyBody(fence, text, { number: draft.number, ...more });
      await gateway.worker.call(finishReply, { params: { turnId }, body });
      await gateway.worker.call(settleTurn, { params: { turnId }, body: { fence, outcome: 'delivered', sent: [] } });
    };

    it('makes another reply of a turn that has ended, and history and memory follow it, there and back', async () => {
      const { turnId, revise, replies, kept } = await answered('The first words.');

      const outcome = await revise(0);
      const turn = await openForSure(gateway, turnId);
      const meanwhile = await replies();
      await gateway.worker.call(storeAnswer, {
        params: { turnId },
        body: { ...answerBody(turn, 'Other words.'), number: 1 },
      });
      await deliver(turn, 'Other words.');
      const made = { replies: await replies(), kept: await kept() };
      await revise(1, 0);
      const back = await openForSure(gateway, turnId);
      await deliver(back, 'The first words.');

      expect(outcome).toEqual({ outcome: 'reopened' });
      expect(turn).toMatchObject({ draft: { number: 1, isRevision: true, isPlaced: false }, reply: null, history: [] });
      expect(turn.posts).toMatchObject([{ state: 'sent', hash: '' }]);
      expect(meanwhile).toMatchObject({ isRunning: true, selected: 0, numbers: [0] });
      expect(made).toMatchObject({
        replies: { isRunning: false, selected: 1, numbers: [0, 1] },
        kept: ['Other words.', 'Other words.'],
      });
      expect(back).toMatchObject({ draft: { number: 0, isRevision: true }, reply: { text: 'The first words.' } });
      expect(await kept()).toEqual(['The first words.', 'The first words.']);
      expect(await rowOfTurn(turnId)).toMatchObject({ stage: 'settled', selected_reply: 0, standing_reply: null });
    });

    it('is one revision when two ask for it at the same moment, or one after the other', async () => {
      const { turnId, revise } = await answered('The first words.');

      const outcomes = await Promise.all([revise(0), revise(0)]);
      await deliver(await openForSure(gateway, turnId), 'Other words.');
      const late = await revise(0);

      expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['reopened', 'running']);
      expect(late).toEqual({ outcome: 'unchanged' });
      expect(wakeUpsOf(gateway, turnId)).toEqual([answerTurnJobId(turnId, 1)]);
    });

    it('goes on with the next worker when one dies, and the old one can write nothing any more', async () => {
      const { turnId, revise, kept } = await answered('The first words.');
      await revise(0);
      const dying = await openForSure(gateway, turnId);
      await gateway.worker.call(finishReply, {
        params: { turnId },
        body: replyBody(dying.fence, 'Other words.', { number: 1 }),
      });
      await makeOverdue(gateway, turnId);

      const next = await openForSure(gateway, turnId);
      const stale = await rejection(deliver(dying, 'Other words.'));
      await gateway.worker.call(settleTurn, {
        params: { turnId },
        body: { fence: next.fence, outcome: 'delivered', sent: [] },
      });

      expect(next).toMatchObject({
        draft: { number: 1, isRevision: true, isPlaced: true },
        reply: { text: 'Other words.' },
        posts: [{ text: 'Other words.' }],
      });
      expect(stale).toMatchObject({ code: 'stale-lease' });
      expect(await kept()).toEqual(['Other words.', 'Other words.']);
    });

    it('leaves the old reply when nothing comes of the new one, or it cannot be brought to its posts', async () => {
      const { turnId, revise, replies, kept } = await answered('The first words.');
      await revise(0);
      await deliver(await openForSure(gateway, turnId), 'No key.', { kind: 'notice' });
      const failed = await replies();
      await revise(1);
      const { fence } = await openForSure(gateway, turnId);
      await gateway.worker.call(finishReply, {
        params: { turnId },
        body: replyBody(fence, 'Other words.', { number: 2 }),
      });
      await gateway.worker.call(settleTurn, {
        params: { turnId },
        body: { fence, outcome: 'undeliverable', sent: [] },
      });

      expect(failed).toMatchObject({ selected: 0, numbers: [0], last: 1, failure: 'No key.' });
      expect(await replies()).toMatchObject({ selected: 0, numbers: [0, 2], isRunning: false });
      expect(await kept()).toEqual(['The first words.', 'The first words.']);
    });

    it('reads what was said before it, and nothing of what came after', async () => {
      const { place, turnId, revise } = await answered('The first words.');
      await exchange(gateway, newTrigger(ada, place, { content: 'Later.' }), lilithId, 'Much later.');

      await revise(0);

      expect((await openForSure(gateway, turnId)).history).toEqual([]);
    });

    it('does not bring back what was forgotten meanwhile', async () => {
      const { turnId, trigger, revise, kept } = await answered('The first words.');
      await revise(0);
      const turn = await openForSure(gateway, turnId);
      await gateway.database.pool.query('DELETE FROM history_lines WHERE trigger_id = $1', [trigger.id]);
      await gateway.database.pool.query('DELETE FROM memory_items WHERE exchange_id = $1', [turnId]);

      await deliver(turn, 'Other words.');

      expect(await kept()).toEqual([]);
    });
  });
});
