import { expect, it } from 'vitest';
import { createJobQueues } from './queue/create-job-queues.ts';
import { createSharedState } from './shared-state/create-shared-state.ts';
import { fakeLog } from './testing/fake-log.ts';

/** Nothing listens on the first port of a machine. */
const redisUrl = 'redis://127.0.0.1:1';

it('a Redis that does not answer is said so to whoever looks at the health of what needs it', async () => {
  const { log } = fakeLog();
  const state = createSharedState({ redisUrl, log });
  const queues = createJobQueues({ redisUrl, log });

  await expect(state.ready()).rejects.toMatchObject({
    code: 'unavailable',
    message: 'shared state cannot be reached: Redis does not answer',
  });
  await expect(queues.ready()).rejects.toMatchObject({ code: 'unavailable', message: 'Redis does not answer' });
  await state.close();
  await queues.close();
});
