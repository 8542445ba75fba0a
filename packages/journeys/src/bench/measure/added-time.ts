import { setTimeout as delay } from 'node:timers/promises';
import { percentile } from '../arithmetic.ts';
import { createChatter } from '../people/chatter.ts';
import { newMark } from '../people/marks.ts';
import { createPerson } from '../people/person.ts';
import { createWitness } from '../people/witness.ts';
import type { Contestant } from '../stage/stage.ts';
import { addedMs, readPositions, readTurnTimes, type TurnTimes } from '../stage/turn-times.ts';

/** Times of one contestant, in milliseconds. */
export interface AddedTime {
  p50: number;
  p99: number;
  /** From the event to the model's request, and from its answer to the webhook's call. */
  before: { p50: number; p99: number };
  after: { p50: number; p99: number };
}

/** Somebody to talk to, and where. */
export interface Talk {
  contestant: Contestant;
  channelId: string;
}

/** After a reply, for what is done behind it. */
const PAUSE_MS = 40;
const WARM_UP_TURNS = 30;

/**
 * One message after the other to each in turns, so that whatever else the machine does meets all alike.
 * @returns the times of each, in the order given
 */
export async function measureAddedTime(talks: readonly Talk[], turns: number): Promise<AddedTime[]> {
  const lines = await Promise.all(talks.map(openLine));
  try {
    for (let turn = 0; turn < WARM_UP_TURNS; turn += 1) for (const line of lines) await line.exchange();
    const since = await Promise.all(talks.map(({ contestant }) => readPositions(contestant)));
    for (let turn = 0; turn < turns; turn += 1) for (const line of lines) await line.exchange();
    const times: AddedTime[] = [];
    for (const [index, { contestant }] of talks.entries()) {
      const positions = since[index];
      if (positions === undefined) throw new Error('every talk has its positions');
      times.push(summarize(await readTurnTimes(contestant, positions), turns));
    }
    return times;
  } finally {
    for (const line of lines) line.end();
  }
}

async function openLine({ contestant: { discordUrl, world }, channelId }: Talk) {
  const token = world.people['ada']?.token ?? '';
  const person = createPerson({ discordUrl, token });
  const witness = await createWitness({ discordUrl, token });
  const chatter = createChatter(1);
  return {
    async exchange() {
      const mark = newMark();
      await person.post(channelId, `@Lilith ${mark} ${chatter.sentence()}`);
      await witness.waitForReply(mark);
      await delay(PAUSE_MS);
    },
    end: () => witness.close(),
  };
}

function summarize(times: ReadonlyMap<string, TurnTimes>, turns: number): AddedTime {
  if (times.size !== turns) throw new Error(`of ${turns} turns only ${times.size} could be followed through the logs`);
  const all = [...times.values()].map(addedMs);
  return {
    ...spread(all.map(({ both }) => both)),
    before: spread(all.map(({ before }) => before)),
    after: spread(all.map(({ after }) => after)),
  };
}

function spread(values: readonly number[]): { p50: number; p99: number } {
  return { p50: percentile(values, 0.5), p99: percentile(values, 0.99) };
}
