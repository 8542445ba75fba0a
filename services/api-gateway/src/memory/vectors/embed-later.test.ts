import { embedMemories } from '@tzurot/contracts';
import { fakeLog, fakeQueues } from '@tzurot/platform/testing';
import { expect, it } from 'vitest';
import { createEmbedLater } from './embed-later.ts';

const [turnId, laterTurnId, otherTurnId] = [1, 2, 3].map((n) => `01970000-0000-7000-8000-00000000000${n}`) as [
  string,
  string,
  string,
];
/** Longer than time has run, so that no period ends while the test runs. */
const everyMs = 1e15;

it('asks once for everything that an owner says in a period', () => {
  const queues = fakeQueues();
  const embedLater = createEmbedLater({ queues, log: fakeLog('test').log, everyMs });

  embedLater({ turnId, ownerId: 'ada' });
  embedLater({ turnId: laterTurnId, ownerId: 'ada' });
  embedLater({ turnId: otherTurnId, ownerId: 'ben' });

  expect(queues.enqueued).toEqual([
    { name: embedMemories.name, id: 'embed-ada-0', input: { turnId }, delayMs: everyMs },
    { name: embedMemories.name, id: 'embed-ben-0', input: { turnId: otherTurnId }, delayMs: everyMs },
  ]);
});

it('does not fail with the queue', async () => {
  const queues = { ...fakeQueues(), enqueue: () => Promise.reject(new Error('down')) };
  const log = fakeLog('test');

  createEmbedLater({ queues, log: log.log, everyMs })({ turnId, ownerId: 'ada' });

  await expect.poll(() => log.lines.length).toBe(1);
});
