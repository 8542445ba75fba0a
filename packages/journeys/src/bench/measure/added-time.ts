import { setTimeout as delay } from 'node:timers/promises';
import { percentile } from '../arithmetic.ts';
import { createChatter } from '../people/chatter.ts';
import { newMark } from '../people/marks.ts';
import { createPerson } from '../people/person.ts';
import { createWitness } from '../people/witness.ts';
import type { Contestant, Stage } from '../stage/stage.ts';
import { addedMs, readPositions, readTurnTimes, type TurnTimes } from '../stage/turn-times.ts';

/** Times of one contestant, in milliseconds. */
export interface AddedTime {
  p50: number;
  p99: number;
  /** From the event to the model's request, and from its answer to the webhook's call. */
  before: { p50: number; p99: number };
  after: { p50: number; p99: number };
}

/** After a reply, for what is done behind it. */
const PAUSE_MS = 40;
const WARM_UP_TURNS = 30;

/**
 * One message after the other to either bot in turns, so that whatever else the machine does meets both alike.
 */
export async function measureAddedTime(
  stage: Stage,
  turns: number,
): Promise<{ tzurot: AddedTime; bareBot: AddedTime }> {
  const talks = [await startTalk(stage, stage.tzurot), await startTalk(stage, stage.bareBot)];
  try {
    for (let turn = 0; turn < WARM_UP_TURNS; turn += 1) for (const talk of talks) await talk.exchange();
    const since = await readPositions(stage);
    for (let turn = 0; turn < turns; turn += 1) for (const talk of talks) await talk.exchange();
    return {
      tzurot: summarize(await readTurnTimes(stage, stage.tzurot, since), turns),
      bareBot: summarize(await readTurnTimes(stage, stage.bareBot, since), turns),
    };
  } finally {
    for (const talk of talks) talk.end();
  }
}

async function startTalk({ discordUrl }: Stage, { world }: Contestant) {
  const token = world.people['ada']?.token ?? '';
  const person = createPerson({ discordUrl, token });
  const witness = await createWitness({ discordUrl, token });
  const chatter = createChatter(1);
  return {
    async exchange() {
      const mark = newMark();
      await person.post(world.channels.general, `@Lilith ${mark} ${chatter.sentence()}`);
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
