import { answerTurn } from '@tzurot/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import {
  accept,
  acceptOne,
  giveKey,
  newChannel,
  newCharacter,
  newDm,
  newPerson,
  newTrigger,
  open,
  openForSure,
  say,
} from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

let gateway: TestGateway;
const ada = newPerson('Ada');
beforeAll(async () => {
  gateway = await startGateway();
  await giveKey(gateway, ada);
});
afterAll(() => gateway.stop());

/** The greetings that are to be said in a channel, by turn. */
function greetingsIn(channelId: string) {
  return gateway.queues.enqueued
    .filter(({ name }) => name === answerTurn.name)
    .map(({ input }) => answerTurn.input.parse(input))
    .filter(({ trigger }) => trigger.kind === 'greeting' && trigger.place.channelId === channelId);
}

const greeter = () => newCharacter(gateway, ada, { greeting: 'Hush, {{user}}.' });

it('lets a character greet before its first reply in direct messages, once', async () => {
  const { id } = await greeter();
  const dm = newDm();
  const first = newTrigger(ada, dm);

  const turnId = await acceptOne(gateway, first, id);
  await accept(gateway, first, id);
  await accept(gateway, newTrigger(ada, dm), id);

  const [greeting, ...others] = greetingsIn(dm.channelId);
  expect(others).toEqual([]);
  expect(await open(gateway, turnId)).toMatchObject({ stage: 'waiting' });
  const greeted = await openForSure(gateway, greeting?.turnId ?? '');
  expect(greeted.speaker?.greeting).toBe('Hush, {{user}}.');
  await say(gateway, greeted, 'Hush, Ada.');
  const answering = await openForSure(gateway, turnId);
  expect(answering.history.map(({ speaker, text }) => ({ speaker, text }))).toEqual([
    { speaker: 'character', text: 'Hush, Ada.' },
  ]);
});

it('lets nobody greet unasked in a server, or without a greeting', async () => {
  const { id } = await greeter();
  const silent = await newCharacter(gateway, ada, { greeting: ' \n' });
  const [channel, dm] = [newChannel(), newDm()];

  await accept(gateway, newTrigger(ada, channel), id);
  await accept(gateway, newTrigger(ada, dm), silent.id);

  expect([...greetingsIn(channel.channelId), ...greetingsIn(dm.channelId)]).toEqual([]);
});

it('lets everyone who is called for the first time greet, in the order in which they were called', async () => {
  const [one, two, three] = [await greeter(), await greeter(), await greeter()];
  const dm = newDm();
  await accept(gateway, newTrigger(ada, dm), two.id);
  const before = greetingsIn(dm.channelId).length;

  await accept(gateway, newTrigger(ada, dm), one.id, two.id, three.id);

  const { rows } = await gateway.database.pool.query(
    `SELECT character_id FROM turns JOIN triggers ON triggers.id = turns.trigger_id
     WHERE turns.channel_id = $1 AND triggers.kind = 'greeting' ORDER BY triggers.id, turns.position`,
    [dm.channelId],
  );
  expect(before).toBe(1);
  expect(
    z
      .array(z.object({ character_id: z.string() }))
      .parse(rows)
      .map((row) => row.character_id),
  ).toEqual([two.id, one.id, three.id]);
});

it('needs no model for a greeting, and keeps it as a line of the character alone, and nowhere in memory', async () => {
  const stranger = newPerson('Cyn');
  const { id } = await greeter();
  const place = newChannel();

  const turnId = await acceptOne(gateway, newTrigger(stranger, place, { kind: 'greeting', content: '' }), id);
  const turn = await openForSure(gateway, turnId);
  await say(gateway, turn, 'Hush, Cyn.');

  expect(turn.refusal).toBeNull();
  const kept = await gateway.database.pool.query(
    `SELECT (SELECT json_agg(speaker) FROM history_lines WHERE channel_id = $1) AS speakers,
       (SELECT count(*)::int FROM memory_items WHERE channel_id = $1) AS memories`,
    [place.channelId],
  );
  expect(kept.rows).toEqual([{ speakers: ['character'], memories: 0 }]);
});
