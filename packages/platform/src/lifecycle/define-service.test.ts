import { expect, it } from 'vitest';
import { z } from 'zod';

import { createMemoryState } from '../shared-state/memory.ts';
import { StoreTimeoutMs } from '../store-timeout.ts';
import { fakeLog } from '../testing/fake-log.ts';
import { defineService } from './define-service.ts';

const config = z.object({
  LOG_LEVEL: z.enum(['info', 'silent']).default('silent'),
  PORT: z.coerce.number(),
  STORE_TIMEOUT_MS: StoreTimeoutMs,
});
const secrets = z.object({ TOKEN: z.string(), DATABASE_URL: z.string().optional() });

it('reads its own variables and says everything that is wrong with them', () => {
  const service = defineService({ name: 'baker', config, secrets, start: async () => {} });

  expect(service.readConfig({ PORT: '80', TOKEN: 'abc', OTHER: 'x' })).toEqual({
    config: { LOG_LEVEL: 'silent', PORT: 80, STORE_TIMEOUT_MS: 8_000 },
    secrets: { TOKEN: 'abc' },
  });
  expect(() => service.readConfig({ PORT: 'many' })).toThrow(/PORT: [^]*\nTOKEN: is missing/);
});

it('opens a shared state of its own and stops it after everything that was started later', async () => {
  const { log } = fakeLog();
  const stopped: unknown[] = [];
  const service = defineService({
    name: 'baker',
    config,
    secrets,
    async start(stack, { openState }) {
      const state = await openState();
      await state.set('oven', 'hot', { ttlMs: 60_000 });
      stack.own('oven', state, async (used) => stopped.push(await used.get('oven')));
      return { oven: 'on' };
    },
  });

  const running = await service.start(
    { LOG_LEVEL: 'silent', PORT: 80, STORE_TIMEOUT_MS: 8_000 },
    { TOKEN: 'abc' },
    { log },
  );
  await running.stop();

  expect(running.oven).toBe('on');
  expect(stopped).toEqual(['hot']);
});

it('uses the shared state that it is given and leaves it open', async () => {
  const { log } = fakeLog();
  const state = createMemoryState({ log });
  const heard: unknown[] = [];
  await state.subscribe('bread', (value) => heard.push(value));
  const service = defineService({
    name: 'baker',
    config,
    secrets,
    async start(_stack, { openState }) {
      await (await openState()).publish('bread', 'fresh');
    },
  });

  const running = await service.start(
    { LOG_LEVEL: 'silent', PORT: 80, STORE_TIMEOUT_MS: 8_000 },
    { TOKEN: 'abc' },
    { log, state },
  );
  await running.stop();
  await state.publish('bread', 'old');

  await expect.poll(() => heard).toEqual(['fresh', 'old']);
  await state.close();
});
