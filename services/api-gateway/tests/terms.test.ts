import { randomUUID } from 'node:crypto';
import { recallMemories } from '@tzurot/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refreshTerms } from '../src/memory/ranking/refresh-terms.ts';
import {
  acceptOne,
  exchange,
  newChannel,
  newCharacter,
  newPerson,
  newTrigger,
  openForSure,
  type TestPerson,
} from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

let gateway: TestGateway;
let lilithId: string;
beforeAll(async () => {
  gateway = await startGateway({ GUEST_VENDOR: 'local', GUEST_MODEL: 'local/story' });
  lilithId = (await newCharacter(gateway, newPerson('Operator'), { name: 'Lilith' })).id;
});
afterAll(() => gateway.stop());

const tell = async (person: TestPerson, channel: ReturnType<typeof newChannel>, content: string) =>
  exchange(gateway, newTrigger(person, channel, { content }), lilithId, '…');

const ask = async (person: TestPerson, channel: ReturnType<typeof newChannel>, query: string, maxTokens = 2_000) => {
  const turnId = await acceptOne(gateway, newTrigger(person, channel, { content: query }), lilithId);
  const { fence } = await openForSure(gateway, turnId);
  const body = { fence, query, maxTokens, excludeMessageIds: [] };
  const { memories } = await gateway.worker.call(recallMemories, { params: { turnId }, body });
  await gateway.database.pool.query(
    `UPDATE turns SET stage = 'failed', ended_at = now(), due_at = NULL WHERE id = $1`,
    [turnId],
  );
  return memories.map(({ text }) => text);
};

it.each([
  ['Chinese', '我的猫叫小黑，它最讨厌下雨。', '我的猫叫什么名字？'],
  ['Japanese', '私の猫の名前はクロです。', '猫は何という名前ですか？'],
])('recalls what was said in %s', async (_language, said, question) => {
  const person = newPerson('Ada');
  const channel = newChannel();
  await tell(person, channel, said);

  expect(await ask(person, channel, question)).toContain(said);
});

it('makes the terms of older memories anew, so that they are found, and leaves their vectors', async () => {
  const person = newPerson('Ada');
  const channel = newChannel();
  const said = 'แมวของฉันชื่อนิลมันเกลียดฝนมาก';
  await tell(person, channel, said);
  for (const more of ['the kettle sings', 'the roof leaks', 'the road is long']) await tell(person, channel, more);
  const { pool } = gateway.database;
  const { rows } = await pool.query<{ owner_id: string; exchange_id: string }>(
    `UPDATE memory_items SET terms = ARRAY[body], terms_version = 0 WHERE body = $1 RETURNING owner_id, exchange_id`,
    [said],
  );
  const { owner_id: ownerId, exchange_id: exchangeId } = rows[0] ?? {};
  await pool.query(
    `INSERT INTO memory_vectors (owner_id, exchange_id, space, embedding) VALUES ($1, $2, $3, '[1,0]')`,
    [ownerId, exchangeId, randomUUID()],
  );
  // Less than all that was said, which would be shown whole.
  const maxTokens = 60;
  const before = await ask(person, channel, 'แมวชื่ออะไร', maxTokens);

  const changed = [await refreshTerms({ pool }), await refreshTerms({ pool })];

  expect(before).not.toContain(said);
  expect(changed).toEqual([1, 0]);
  expect(await ask(person, channel, 'แมวชื่ออะไร', maxTokens)).toContain(said);
  const { rowCount: vectors } = await pool.query('SELECT FROM memory_vectors WHERE exchange_id = $1', [exchangeId]);
  expect(vectors).toBe(1);
});
