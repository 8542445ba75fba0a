import { fakeLog } from '@tzurot/platform/testing';
import { expect, it } from 'vitest';
import { watchWrites } from '../src/database/watch-writes.ts';
import { startEmptyDatabase } from './support/database.ts';

it('notices a write that the database refused, and no other failure', async () => {
  const database = await startEmptyDatabase();
  const { log, messages } = fakeLog();
  const writes = watchWrites(database.pool, log);
  const failureOf = (statement: string) => database.pool.query(statement).catch((error: unknown) => error);

  writes.note(await failureOf('SELECT * FROM nowhere'));
  await writes.check();
  await database.pool.query('CREATE TABLE kept (n int)');
  writes.note(await failureOf('BEGIN READ ONLY; INSERT INTO kept VALUES (1); COMMIT'));

  expect(messages('error')).toEqual(['the database cannot write']);
  await database.close();
});

it('says not ready for as long as the probe fails', async () => {
  const { log, messages } = fakeLog();
  let isFull = true;
  const query = async () => {
    if (isFull) throw Object.assign(new Error('could not extend file: No space left on device'), { code: '53100' });
    return { rows: [] };
  };
  const writes = watchWrites({ query } as never, log);

  writes.note(new Error('outer', { cause: Object.assign(new Error('could not extend file'), { code: '53100' }) }));
  await expect(writes.check()).rejects.toThrow('No space left');
  isFull = false;
  await writes.check();
  isFull = true;

  await expect(writes.check()).resolves.toBeUndefined();
  expect(messages('info')).toEqual(['the database can write again']);
});

it('tries a write that any database takes which has room', async () => {
  const database = await startEmptyDatabase();
  const writes = watchWrites(database.pool, fakeLog().log);

  writes.note(Object.assign(new Error('full'), { code: '53100' }));

  await expect(writes.check()).resolves.toBeUndefined();
  await database.close();
});
