import { setTimeout as delay } from 'node:timers/promises';
import { percentile } from '../arithmetic.ts';
import { createChatter } from '../people/chatter.ts';
import { createPerson } from '../people/person.ts';
import type { Contestant } from '../stage/stage.ts';
import { type Positions, readPositions, readPrompts, WebhookCall } from '../stage/turn-times.ts';

/** Tells eight hundred characters in about ten seconds, as a vendor that is neither quick nor slow. */
export const STREAMING_MODEL = 'local/long-800-250';

const LOOK_EVERY_MS = 500;
const WITHIN_MS = 60_000;

/**
 * So many messages to a model that takes its time.
 * @returns milliseconds from the first byte of its answer until the first words stand in the channel
 */
export async function measureFirstWord(contestant: Contestant, turns: number): Promise<{ p50: number; max: number }> {
  const { discordUrl, operator, world } = contestant;
  const person = createPerson({ discordUrl, token: world.people['ada']?.token ?? '' });
  const chatter = createChatter(11);
  const times: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const since = await readPositions(contestant);
    await person.post(world.channels.general, `@Lilith ${chatter.sentence()}`);
    const { firstByteAtMs, lastByteAtMs, shownAtMs } = await waitForStream(contestant, since);
    if (shownAtMs > lastByteAtMs) throw new Error('nothing was shown before the answer was whole');
    times.push(shownAtMs - firstByteAtMs);
    await operator.settle();
  }
  return { p50: percentile(times, 0.5), max: percentile(times, 1) };
}

/** When a reply that is told slowly began, ended, and stood in the channel with its first words. */
async function waitForStream({ modelUrl, operator, world }: Contestant, since: Positions) {
  for (const deadline = Date.now() + WITHIN_MS; Date.now() < deadline; await delay(LOOK_EVERY_MS)) {
    const [asked] = await readPrompts(modelUrl, since.model);
    if (asked === undefined || asked.firstByteAtMs === null || asked.lastByteAtMs === null) continue;
    const calls = (await operator.readLog(world.name, since.discord)).map((entry) => WebhookCall.safeParse(entry));
    const shown = calls.find(({ success }) => success)?.data;
    if (shown === undefined) continue;
    return { firstByteAtMs: asked.firstByteAtMs, lastByteAtMs: asked.lastByteAtMs, shownAtMs: shown.atMs };
  }
  throw new Error(`no streamed reply could be followed through the logs within ${WITHIN_MS} ms`);
}
