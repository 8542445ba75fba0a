import { percentile } from '../arithmetic.ts';
import { createChatter } from '../people/chatter.ts';
import { createPerson } from '../people/person.ts';
import type { Contestant } from '../stage/stage.ts';
import { readPositions, readPrompts, WebhookCall } from '../stage/turn-times.ts';

/** Tells eight hundred characters in about ten seconds, as a vendor that is neither quick nor slow. */
export const STREAMING_MODEL = 'local/long-800-250';

/**
 * So many messages to a model that takes its time.
 * @returns milliseconds from the first byte of its answer until the first words stand in the channel
 */
export async function measureFirstWord(contestant: Contestant, turns: number): Promise<{ p50: number; max: number }> {
  const { discordUrl, modelUrl, operator, world } = contestant;
  const person = createPerson({ discordUrl, token: world.people['ada']?.token ?? '' });
  const chatter = createChatter(11);
  const times: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const since = await readPositions(contestant);
    await person.post(world.channels.general, `@Lilith ${chatter.sentence()}`);
    await operator.settle();
    const [asked] = await readPrompts(modelUrl, since.model);
    const calls = (await operator.readLog(world.name, since.discord)).map((entry) => WebhookCall.safeParse(entry));
    const shown = calls.find(({ success }) => success)?.data;
    if (asked === undefined || asked.firstByteAtMs === null || asked.lastByteAtMs === null || shown === undefined)
      throw new Error('a streamed turn could not be followed through the logs');
    if (shown.atMs > asked.lastByteAtMs) throw new Error('nothing was shown before the answer was whole');
    times.push(shown.atMs - asked.firstByteAtMs);
  }
  return { p50: percentile(times, 0.5), max: percentile(times, 1) };
}
