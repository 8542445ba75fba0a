import { defineJob } from '@tzurot/contracts';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';

import { createJobQueues, handleJob } from '../src/index.ts';
import { fakeLog } from '../src/testing/fake-log.ts';
import { localPostgresStore, type TestStore } from './stores.ts';

const note = defineJob({
  name: 'note.keep',
  queue: 'chores',
  input: z.object({ text: z.string() }),
  output: z.object({}),
  timeoutMs: 60_000,
});
const EVENTUALLY = { timeout: 20_000, interval: 20 };

describe('queues on Postgres', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await localPostgresStore.start();
  });
  afterAll(async () => store.stop());

  it('prepare the database once when many processes start at the same time', async () => {
    const all = Array.from({ length: 5 }, () => createJobQueues({ ...store.options(store.url), log: fakeLog().log }));

    await Promise.all(all.map((queues) => queues.start()));

    await Promise.all(all.map((queues) => queues.ready()));
    expect(await store.contents()).toContain('"version"');
    await Promise.all(all.map((queues) => queues.close()));
  });

  it('do not freeze when the schema disappears under a running worker, and put it back', async () => {
    const { log, lines } = fakeLog();
    const queues = createJobQueues({ ...store.options(store.url), log });
    const keep: string[] = [];
    const worker = queues.work(
      [
        handleJob(note, ({ text }) => {
          keep.push(text);
          return {};
        }),
      ],
      {},
      { concurrency: { turns: 1, chores: 1 } },
    );
    await queues.enqueue(note, { text: 'before' });
    await vi.waitFor(() => expect(keep).toEqual(['before']), EVENTUALLY);

    const client = new Client({ connectionString: store.url });
    await client.connect();
    await client.query('drop schema bullmq cascade');
    await client.end();

    await queues.enqueue(note, { text: 'after' });
    await vi.waitFor(() => expect(keep).toEqual(['before', 'after']), EVENTUALLY);
    expect(lines.filter((line) => line.level !== 'debug').length).toBeLessThan(30);
    await worker.stop();
    await queues.close();
  });
});
