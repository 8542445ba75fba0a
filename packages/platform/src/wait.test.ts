import { describe, expect, it } from 'vitest';

import { AppError, ConfigError } from './errors.ts';
import { fakeLog } from './testing/fake-log.ts';
import { waitFor } from './wait.ts';

describe('waitFor', () => {
  it('tries until it works, and says so in the log', async () => {
    const { log, messages } = fakeLog();
    let attempts = 0;

    const result = await waitFor(
      'the database',
      async () => {
        attempts++;
        if (attempts < 4) throw new Error('refused');
        return attempts;
      },
      { log },
    );

    expect(result).toBe(4);
    expect(messages('warn')).toEqual(['waiting for the database']);
    expect(messages('info')).toEqual(['the database is there']);
  });

  it('is quiet when it works at once', async () => {
    const { log, lines } = fakeLog();

    await waitFor('the database', async () => 1, { log });

    expect(lines).toEqual([]);
  });

  it.each([new ConfigError(['REDIS_URL: wrong']), new AppError('invalid-input', 'wrong')])(
    'gives up at once on %s',
    async (error) => {
      let attempts = 0;

      const waiting = waitFor(
        'redis',
        async () => {
          attempts++;
          throw error;
        },
        { log: fakeLog().log },
      );

      await expect(waiting).rejects.toBe(error);
      expect(attempts).toBe(1);
    },
  );

  it('stops when its signal aborts', async () => {
    const controller = new AbortController();

    const waiting = waitFor('redis', () => Promise.reject(new Error('refused')), {
      log: fakeLog().log,
      signal: controller.signal,
    });
    controller.abort(new Error('enough'));

    await expect(waiting).rejects.toThrow('enough');
  });
});
