import { fakeLog, startFaultProxy } from '@tzurot/platform/testing';
import { expect, it, vi } from 'vitest';
import { connect } from '../src/database/connect.ts';
import { query, sql } from '../src/database/query.ts';
import { startEmptyDatabase } from './support/database.ts';

it('gives up a database that hears nothing any more, with all statements behind it, and asks over a new connection', async () => {
  const database = await startEmptyDatabase();
  const proxy = await startFaultProxy(database.url);
  const { pool, prisma, close } = connect({ url: proxy.url, log: fakeLog().log, timeoutMs: 1_000 });
  await query(pool, sql`SELECT 1`);

  proxy.swallow();
  const silent = await Promise.allSettled([
    query(pool, sql`SELECT 2`),
    query(pool, sql`SELECT 3`),
    prisma.$queryRaw`SELECT 4`,
  ]);
  proxy.letThrough();

  expect(silent.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  await vi.waitFor(() => expect(query(pool, sql`SELECT 5 AS n`)).resolves.toEqual([{ n: 5 }]), { timeout: 15_000 });
  await close();
  await proxy.stop();
  await database.close();
});
