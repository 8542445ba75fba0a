import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createFakeLedger, openedTurn } from './fake-ledger.ts';
import { createTestWorker, startWorkerWorld, type WorkerWorld } from './worker-world.ts';

let world: WorkerWorld;
beforeAll(async () => {
  world = await startWorkerWorld();
});
afterAll(() => world.close());

describe('a reply', () => {
  it('comes under the name of the character, through a webhook that is made once', async () => {
    const places = world.newPlaces();
    const ledger = createFakeLedger();
    const worker = await createTestWorker(world, places, ledger);

    const { stage } = await worker.say('@Lilith hello');

    const reply = (await worker.read(places.channels.general)).at(-1);
    expect(stage).toBe('settled');
    expect(reply?.author.username).toBe('Lilith');
    expect(reply?.content).toContain('"@Lilith hello," you said, Ada.');
    expect(ledger.webhooks.get(places.channels.general)?.id).toBe(reply?.webhook_id);
    expect(ledger.deliveries).toEqual([expect.objectContaining({ state: 'sent', messageId: reply?.id })]);
  });
});
