import { describe, expect, it } from 'vitest';

import { fakeLog } from '../testing/fake-log.ts';
import { startService } from './stack.ts';

describe('a service', () => {
  it('stops its parts in reverse order, once', async () => {
    const { log } = fakeLog();
    const stopped: string[] = [];
    const service = await startService({ name: 'worker', log }, async (stack) => {
      const database = stack.own('database', { id: 'db' }, ({ id }) => stopped.push(id));
      stack.own('server', database.id, () => stopped.push('server'));
    });

    await Promise.all([service.stop(), service.stop()]);

    expect(stopped).toEqual(['server', 'db']);
  });

  it('stops what had started when a later part cannot start', async () => {
    const { log } = fakeLog();
    const stopped: string[] = [];

    const starting = startService({ name: 'worker', log }, async (stack) => {
      stack.own('first', 1, () => stopped.push('first'));
      stack.own('second', 2, () => stopped.push('second'));
      throw new Error('port taken');
    });

    await expect(starting).rejects.toThrow('port taken');
    expect(stopped).toEqual(['second', 'first']);
  });

  it('stops the other parts when one fails to stop, and logs it', async () => {
    const { log, lines } = fakeLog();
    const stopped: string[] = [];
    const service = await startService({ name: 'worker', log }, async (stack) => {
      stack.own('first', 1, () => stopped.push('first'));
      stack.own('broken', 2, () => {
        throw new Error('cannot');
      });
    });

    await service.stop();

    expect(stopped).toEqual(['first']);
    expect(lines).toMatchObject([{ level: 'error', part: 'broken', err: { message: 'cannot' } }]);
  });

  it('says which part hung when it does not stop in time', async () => {
    const { log } = fakeLog();
    const service = await startService({ name: 'worker', log, stopTimeoutMs: 20 }, async (stack) => {
      stack.own('queue', 1, () => new Promise(() => {}));
    });

    await expect(service.stop()).rejects.toThrow('queue did not stop within 20 ms');
  });
});
