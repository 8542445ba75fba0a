import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFakeLedger, openedTurn } from './fake-ledger.ts';
import { createTestWorker, startWorkerWorld, type WorkerWorld } from './worker-world.ts';

let world: WorkerWorld;
beforeAll(async () => {
  world = await startWorkerWorld();
});
afterAll(() => world.close());

/** The figures after one turn, without their help. */
async function figuresAfter(turn: Parameters<typeof createFakeLedger>[0]): Promise<string> {
  const worker = await createTestWorker(world, world.newPlaces(), createFakeLedger(turn));
  await worker.say('hello');
  return worker.metrics();
}

it('counts a reply with its call and tokens by vendor', async () => {
  const figures = await figuresAfter({});

  expect(figures).toMatch(/^vendor_calls_total\{vendor="local",problem="none".*\} 1$/m);
  expect(figures).toMatch(/^vendor_tokens_total\{vendor="local",kind="completion".*\} [1-9]\d*$/m);
  expect(figures).toMatch(/^turns_total\{outcome="replied".*\} 1$/m);
});

it('counts what went wrong at a vendor, and the turn as failed', async () => {
  const figures = await figuresAfter({ preset: { ...openedTurn.preset, model: 'local/error-401' } });

  expect(figures).toMatch(/^vendor_calls_total\{vendor="local",problem="auth".*\} 1$/m);
  expect(figures).toMatch(/^turns_total\{outcome="failed".*\} 1$/m);
});

it('counts a turn that the gateway refused, with no call', async () => {
  const figures = await figuresAfter({ refusal: { reason: 'no-key', name: 'Lilith', vendors: [] } });

  expect(figures).toMatch(/^turns_total\{outcome="refused".*\} 1$/m);
  expect(figures).not.toMatch(/^vendor_calls_total\{/m);
});
