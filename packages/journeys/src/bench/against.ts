import { median } from './arithmetic.ts';
import { measureAddedTime } from './measure/added-time.ts';
import { waitForPast } from './measure/past.ts';
import { type Crowd, gatherCrowd } from './measure/throughput.ts';
import type { Effort } from './measurements.ts';
import { PEOPLE } from './people/past.ts';
import { checkOut, thisCheckout } from './stage/checkout.ts';
import { type Hosted, hostCheckout, type SetupName } from './stage/hosted.ts';

/** What one measurement gave for the old commit and for this checkout, shortly after one another. */
export interface Pair {
  what: string;
  on: string;
  unit: 'ms' | '/s';
  old: number;
  new: number;
}

type Talking = Pick<Effort, 'turns' | 'living' | 'empty' | 'bursts'>;

/**
 * Runs an old commit and this checkout side by side, each with everything that it brings, and lets the same people talk
 * to both in turns.
 */
export async function measureAgainst(
  commit: string,
  setup: SetupName,
  effort: Talking,
  say: (line: string) => void,
): Promise<Pair[]> {
  const old = await hostCheckout(await checkOut(commit), setup, 'old');
  try {
    const current = await hostCheckout(thisCheckout, setup, 'new');
    try {
      return await measurePairs([old, current], setup, effort, say);
    } finally {
      await current.stop();
    }
  } finally {
    await old.stop();
  }
}

async function measurePairs(
  sides: readonly [Hosted, Hosted],
  on: string,
  { turns, living, empty, bursts }: Talking,
  say: (line: string) => void,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  const keep = (what: string, unit: Pair['unit'], [older, newer]: readonly number[]) => {
    if (older === undefined || newer === undefined) return;
    pairs.push({ what, on, unit, old: older, new: newer });
    say(`  ${what}: ${older.toFixed(2)} → ${newer.toFixed(2)} ${unit}`);
  };
  const both = async <Result>(work: (side: Hosted) => Promise<Result>): Promise<Result[]> => {
    const results: Result[] = [];
    for (const side of sides) results.push(await work(side));
    return results;
  };
  const measureBursts = async (what: string, crowds: readonly Crowd[]) => {
    for (let burst = 0; burst < bursts; burst += 1) {
      const results = [];
      // Who comes second finds caches as the first left them, so they take turns at that too.
      const order = burst % 2 === 0 ? crowds : crowds.toReversed();
      for (const crowd of order) results.push(await crowd.burst());
      if (order !== crowds) results.reverse();
      keep(
        `${what}: turns per second`,
        '/s',
        results.map(({ turnsPerSecond }) => turnsPerSecond),
      );
      keep(
        `${what}: processor time per turn`,
        'ms',
        results.flatMap(({ cpuMsPerTurn }) => cpuMsPerTurn ?? []),
      );
      for (const program of results[0]?.cpuMsByProgram.keys() ?? []) {
        const times = results.map(({ cpuMsByProgram }) => cpuMsByProgram.get(program) ?? 0);
        keep(`${what}: … of ${program}`, 'ms', times);
      }
    }
  };

  const emptyCrowds = await both((side) => gatherCrowd(side, { name: 'empty', ...empty }));
  await measureBursts('empty', emptyCrowds);
  for (const crowd of emptyCrowds) crowd.leave();

  const livingCrowds = await both((side) => gatherCrowd(side, { name: 'living', ...living }));
  await both(({ databaseUrl }) => waitForPast(databaseUrl, living.memoriesPerPerson * PEOPLE.length));
  await measureBursts('living', livingCrowds);
  for (const crowd of livingCrowds) crowd.leave();

  const talks = sides.map((contestant, index) => ({
    contestant,
    channelId: livingCrowds[index]?.channelIds[0] ?? '',
  }));
  const added = await measureAddedTime(talks, turns);
  keep(
    'living: added time, p50',
    'ms',
    added.map(({ p50 }) => p50),
  );
  keep(
    'living: … event to model, p50',
    'ms',
    added.map(({ before }) => before.p50),
  );
  keep(
    'living: … model to webhook, p50',
    'ms',
    added.map(({ after }) => after.p50),
  );
  keep(
    'living: added time, p99',
    'ms',
    added.map(({ p99 }) => p99),
  );
  return pairs;
}

export interface PairSummary extends Pair {
  /** New divided by old: the median of the ratios of all pairs, which what else the machine does moves least. */
  ratio: number;
  pairs: number;
}

/** The medians of each measurement over all its pairs, in the order of first appearance. */
export function summarizePairs(pairs: readonly Pair[]): PairSummary[] {
  return [...Map.groupBy(pairs, ({ what, on }) => `${what}\n${on}`).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        ...first,
        old: median(group.map((pair) => pair.old)),
        new: median(group.map((pair) => pair.new)),
        ratio: median(group.map((pair) => pair.new / pair.old)),
        pairs: group.length,
      },
    ];
  });
}
