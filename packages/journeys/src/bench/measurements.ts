import type { Figure } from './figures.ts';
import { measureAddedTime } from './measure/added-time.ts';
import { measureIgnoredMessages } from './measure/ignored-messages.ts';
import { measurePrefix } from './measure/prefix.ts';
import { measureRecall } from './measure/recall.ts';
import { measureStart } from './measure/start.ts';
import { gatherCrowd, type Throughput } from './measure/throughput.ts';
import type { Stage } from './stage/stage.ts';

/** How much is measured. */
export interface Effort {
  turns: number;
  channels: number;
  bursts: number;
  memories: number;
  queries: number;
  ignoredMessages: number;
  sceneTurns: number;
}

export const FULL: Effort = {
  turns: 300,
  channels: 150,
  bursts: 3,
  memories: 5_000,
  queries: 300,
  ignoredMessages: 1_000_000,
  sceneTurns: 100,
};

/** To see in a minute or two that everything works; the figures are too few to be quoted. */
export const QUICK: Effort = {
  turns: 40,
  channels: 30,
  bursts: 1,
  memories: 400,
  queries: 50,
  ignoredMessages: 100_000,
  sceneTurns: 30,
};

/** Somewhere a measurement can run, with the budgets that hold there. */
export interface StagedBudgets {
  addedP50Ms: number | null;
  addedP99Ms: number | null;
  turnsPerSecond: number;
  recallP50Ms: number;
  recallP95Ms: number;
}

interface Staged {
  stage: Stage;
  on: string;
  budgets: StagedBudgets;
  effort: Effort;
}

const MB = 1_000_000;
const atMost = (limit: number | null) => (limit === null ? null : { atMost: limit });

/**
 * What needs a running bot, by the names that `--only` takes. The prefix comes before anybody has said anything, and once more
 * at the end; throughput before what is timed, so that it finds a bot that is warm.
 */
export const STAGED = {
  prefix: (staged: Staged) => prefix(staged, ''),
  throughput: async ({ stage, on, budgets, effort }: Staged): Promise<Figure[]> => {
    const ours = await gatherCrowd(stage, stage.tzurot, effort.channels);
    const bare = await gatherCrowd(stage, stage.bareBot, effort.channels);
    const figures: Figure[] = [];
    for (let burst = 0; burst < effort.bursts; burst += 1) {
      const [tzurot, bareBot] = [await quietly(stage, ours.burst), await quietly(stage, bare.burst)];
      figures.push({
        what: 'turns per second, instant model',
        on,
        unit: '/s',
        measured: tzurot.turnsPerSecond,
        budget: { atLeast: budgets.turnsPerSecond },
        bareBot: bareBot.turnsPerSecond,
      });
      if (tzurot.cpuMsPerTurn === null) continue;
      figures.push({
        what: 'processor time per turn, all processes',
        on,
        unit: 'ms',
        measured: tzurot.cpuMsPerTurn,
        budget: null,
        bareBot: null,
      });
    }
    ours.leave();
    bare.leave();
    return figures;
  },
  'added-time': async ({ stage, on, budgets, effort }: Staged): Promise<Figure[]> => {
    const { tzurot, bareBot } = await measureAddedTime(stage, effort.turns);
    const row = (what: string, measured: number, bare: number, budget: number | null): Figure => {
      return { what, on, unit: 'ms', measured, budget: atMost(budget), bareBot: bare };
    };
    return [
      row('added time per turn, p50', tzurot.p50, bareBot.p50, budgets.addedP50Ms),
      row('added time per turn, p99', tzurot.p99, bareBot.p99, budgets.addedP99Ms),
      row('… event to model, p50', tzurot.before.p50, bareBot.before.p50, null),
      row('… model to webhook, p50', tzurot.after.p50, bareBot.after.p50, null),
    ];
  },
  recall: async ({ stage, on, budgets, effort }: Staged): Promise<Figure[]> => {
    const { p50, p95, memories } = await measureRecall(stage, effort);
    const row = (share: string, measured: number, budget: number): Figure => {
      const what = `recall among ${memories} memories, ${share}`;
      return { what, on, unit: 'ms', measured, budget: { atMost: budget }, bareBot: null };
    };
    return [row('p50', p50, budgets.recallP50Ms), row('p95', p95, budgets.recallP95Ms)];
  },
  'prefix-remembering': (staged: Staged) => prefix(staged, ', much to remember'),
} as const;

/** What starts by itself whatever it needs. */
export const UNSTAGED = {
  ignored: async ({ ignoredMessages }: Effort): Promise<Figure[]> => {
    const { p50, p99, growth, bytesPerMessage } = await measureIgnoredMessages(ignoredMessages);
    const common = { on: 'bot-client', bareBot: null };
    return [
      { ...common, what: 'ignored message, p50', unit: 'µs', measured: p50, budget: { atMost: 20 } },
      { ...common, what: 'ignored message, p99', unit: 'µs', measured: p99, budget: null },
      { ...common, what: '… last tenth over first tenth', unit: '×', measured: growth, budget: { atMost: 1.5 } },
      { ...common, what: '… kept in memory for each', unit: 'B', measured: bytesPerMessage, budget: { atMost: 8 } },
    ];
  },
  start: async (): Promise<Figure[]> => {
    const { firstMs, againMs, pssBytes } = await measureStart();
    const common = { on: 'embedded', bareBot: null };
    const figures: Figure[] = [
      { ...common, what: 'npm start until ready, first', unit: 's', measured: firstMs / 1_000, budget: { atMost: 8 } },
      { ...common, what: 'npm start until ready, again', unit: 's', measured: againMs / 1_000, budget: { atMost: 4 } },
    ];
    if (pssBytes === null) return figures;
    const what = 'memory of all processes after 100 turns';
    return [...figures, { ...common, what, unit: 'MB', measured: pssBytes / MB, budget: { atMost: 800 } }];
  },
} as const;

async function prefix({ stage, on, effort }: Staged, how: string): Promise<Figure[]> {
  const measured = 100 * (await measurePrefix(stage, effort.sceneTurns));
  const what = `prompt bytes as in the turn before, ${effort.sceneTurns} turns${how}`;
  return [{ what, on, unit: '%', measured, budget: { atLeast: 80 }, bareBot: null }];
}

/** A burst after which nothing of it is left to do when the next begins. */
async function quietly({ operator }: Stage, burst: () => Promise<Throughput>): Promise<Throughput> {
  const throughput = await burst();
  await operator.settle();
  return throughput;
}
