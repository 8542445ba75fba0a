import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createLanes } from './lanes.ts';

it('runs tasks of one key one after another, and keys beside each other', async () => {
  const lanes = createLanes();
  const done: string[] = [];
  const task = (name: string, ms: number) => async () => {
    await delay(ms);
    done.push(name);
  };

  await Promise.all([lanes.run('a', task('a1', 30)), lanes.run('a', task('a2', 0)), lanes.run('b', task('b1', 5))]);

  expect(done).toEqual(['b1', 'a1', 'a2']);
});

it('goes on after a task that failed', async () => {
  const lanes = createLanes();
  const failed = lanes.run('a', async () => {
    throw new Error('no');
  });

  const next = lanes.run('a', async () => 'yes');

  await expect(failed).rejects.toThrow('no');
  await expect(next).resolves.toBe('yes');
});

it('is idle when every task has ended', async () => {
  const lanes = createLanes();
  let ended = false;
  void lanes.run('a', async () => {
    await delay(10);
    ended = true;
  });

  await lanes.idle();

  expect(ended).toBe(true);
});
