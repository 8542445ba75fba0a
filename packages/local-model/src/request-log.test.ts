import { expect, it } from 'vitest';
import { RequestLog } from './request-log.ts';

const facts = { method: 'POST', path: '/v1/chat/completions', vendor: 'openai', keySha256: null } as const;

it('gives the entries after an id, and counts on after it was cleared', () => {
  const log = new RequestLog({ maxEntries: 10, maxBodyBytes: 100 });
  log.open(facts);
  log.open(facts);

  expect(log.after(1).map(({ id }) => id)).toEqual([2]);

  log.clear();
  log.open(facts);

  expect(log.after().map(({ id }) => id)).toEqual([3]);
});

it('drops the oldest entries beyond its size', () => {
  const log = new RequestLog({ maxEntries: 2, maxBodyBytes: 100 });

  for (let i = 0; i < 5; i += 1) log.keepBody(log.open(facts), { i }, 1);

  expect(log.after().map(({ id, body }) => ({ id, body }))).toEqual([
    { id: 4, body: { i: 3 } },
    { id: 5, body: { i: 4 } },
  ]);
});

it('drops the oldest bodies before the entries, and says so', () => {
  const log = new RequestLog({ maxEntries: 10, maxBodyBytes: 100 });

  log.keepBody(log.open(facts), 'first', 60);
  log.keepBody(log.open(facts), 'second', 60);

  expect(log.after().map(({ body, bodyDropped }) => ({ body, bodyDropped }))).toEqual([
    { body: null, bodyDropped: true },
    { body: 'second', bodyDropped: false },
  ]);
});

it('shows a request as it was when asked', () => {
  const log = new RequestLog({ maxEntries: 10, maxBodyBytes: 100 });
  const entry = log.open(facts);
  const [seen] = log.after();

  entry.status = 200;

  expect(seen?.status).toBeNull();
});
