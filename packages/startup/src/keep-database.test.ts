import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeLog } from '@tzurot/platform/testing';
import { Client } from 'pg';
import { expect, it, onTestFinished, vi } from 'vitest';
import { keepDatabase } from './keep-database.ts';

it('starts the database again however often that fails, and lets nobody in without the password', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kept-'));
  const { log, lines } = fakeLog();
  const givenUp: Error[] = [];
  const database = await keepDatabase({
    dataDir: join(folder, 'db'),
    port: 0,
    password: 'a password of its own',
    log,
    pauseMs: () => 50,
    onGivenUp: (error) => givenUp.push(error),
  });
  onTestFinished(async () => {
    await database.stop();
    await rm(folder, { recursive: true });
  });
  const port = Number(new URL(database.url).port);
  const pid = database.pid;
  const failures = () => lines.filter(({ msg }) => msg === 'the database cannot be started').length;

  process.kill(pid, 'SIGKILL');
  const squatter = createServer();
  await vi.waitFor(async () => {
    squatter.listen(port, '127.0.0.1');
    await once(squatter, 'listening');
  });
  await vi.waitFor(() => expect(failures()).toBeGreaterThanOrEqual(7), { timeout: 60_000 });
  squatter.close();
  await vi.waitFor(() => expect(database.pid).not.toBe(pid), { timeout: 60_000 });

  expect(givenUp).toEqual([]);
  const client = new Client(database.url);
  await client.connect();
  expect((await client.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
  await client.end();
  const stranger = new Client(database.url.replace(/:[^:@]+@/, '@'));
  await expect(stranger.connect()).rejects.toThrow(/password/i);
});
