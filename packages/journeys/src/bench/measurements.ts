import type { Budget, Figure } from './figures.ts';
import { type AddedTime, measureAddedTime } from './measure/added-time.ts';
import { measureFirstWord, STREAMING_MODEL } from './measure/first-word.ts';
import { measureIgnoredMessages } from './measure/ignored-messages.ts';
import { findMemoryData, measureMemory } from './measure/memory.ts';
import { waitForPast } from './measure/past.ts';
import { measurePrefix } from './measure/prefix.ts';
import { measureRecall } from './measure/recall.ts';
import { measureStart } from './measure/start.ts';
import { type Crowd, gatherCrowd } from './measure/throughput.ts';
import { PEOPLE } from './people/past.ts';
import { embedded } from './stage/embedded.ts';
import { type Stage, withStage } from './stage/stage.ts';

/** How much is measured. */
export interface Effort {
  turns: number;
  /** The main thing: everybody has said much to everybody, in few channels. */
  living: { channels: number; memoriesPerPerson: number };
  /** Beside it: nobody has said more than a line in any channel. */
  empty: { channels: number; memoriesPerPerson: 0 };
  bursts: number;
  memories: number;
  queries: number;
  ignoredMessages: number;
  sceneTurns: number;
  streamedTurns: number;
}

export const FULL: Effort = {
  turns: 300,
  living: { channels: 18, memoriesPerPerson: 500 },
  empty: { channels: 60, memoriesPerPerson: 0 },
  bursts: 5,
  memories: 5_000,
  queries: 300,
  ignoredMessages: 1_000_000,
  sceneTurns: 100,
  streamedTurns: 10,
};

/** To see in a minute or two that everything works; the figures are too few to be quoted. */
export const QUICK: Effort = {
  turns: 40,
  living: { channels: 6, memoriesPerPerson: 80 },
  empty: { channels: 20, memoriesPerPerson: 0 },
  bursts: 1,
  memories: 400,
  queries: 50,
  ignoredMessages: 100_000,
  sceneTurns: 30,
  streamedTurns: 2,
};

/** Somewhere a measurement can run, with the budgets that hold there. */
export interface StagedBudgets {
  /** Of a conversation that lives, as ratios to the bare bot's. */
  addedP50: number | null;
  addedP99: number | null;
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

/**
 * What needs a running bot, by the names that `--only` takes. The prefix comes before anybody has said anything, and once more
 * at the end; throughput before what is timed, so that it finds a bot that is warm.
 */
export const STAGED = {
  prefix: (staged: Staged) => prefix(staged, ''),
  empty: async (staged: Staged): Promise<Figure[]> => {
    const { stage, effort } = staged;
    const crowds = await gatherCrowds(staged, 'empty', effort.empty);
    const figures = await measureBursts(staged, 'an empty conversation', crowds, null);
    for (const { leave } of crowds) leave();
    const [ours, bare] = [stage.tzurot, stage.bareBot];
    const talks = [ours, bare].map((contestant) => ({ contestant, channelId: contestant.world.channels.general }));
    const added = await measureAddedTime(talks, effort.turns);
    return [...figures, ...toAddedFigures(staged, 'a short conversation', added, null)];
  },
  living: async (staged: Staged): Promise<Figure[]> => {
    const { stage, budgets, effort } = staged;
    const crowds = await gatherCrowds(staged, 'living', effort.living);
    await waitForPast(stage.databaseUrl, effort.living.memoriesPerPerson * PEOPLE.length);
    const figures = await measureBursts(staged, 'a conversation that lives', crowds, {
      atLeast: budgets.turnsPerSecond,
      of: 'ratio',
    });
    for (const { leave } of crowds) leave();
    const talks = [stage.tzurot, stage.bareBot].map((contestant, index) => ({
      contestant,
      channelId: crowds[index]?.channelIds[0] ?? '',
    }));
    const added = await measureAddedTime(talks, effort.turns);
    return [...figures, ...toAddedFigures(staged, 'a conversation that lives', added, budgets)];
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
  'first-word': async ({ streamedTurns }: Effort): Promise<Figure[]> => {
    const setup = embedded({ GUEST_VENDOR: 'local', GUEST_MODEL: STREAMING_MODEL });
    const { p50, max } = await withStage(setup, ({ tzurot }) => measureFirstWord(tzurot, streamedTurns));
    const row = (what: string, measured: number): Figure => {
      return { what, on: 'embedded', unit: 's', measured: measured / 1_000, budget: { atMost: 1.2 }, bareBot: null };
    };
    return [
      row('streamed reply: first token until first visible word, p50', p50),
      row('streamed reply: first token until first visible word, longest', max),
    ];
  },
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
  memory: async (): Promise<Figure[]> => {
    const file = findMemoryData();
    if (file === null) {
      process.stdout.write('  memory is not measured: TZUROT_SHARED_DIR names no folder with memory-bench.\n');
      return [];
    }
    const { byCategory, tenfold } = await measureMemory(file);
    const row = (what: string, share: number, atLeast: number | null): Figure => ({
      what: `memory, words alone, ${what}`,
      on: 'embedded',
      unit: '%',
      measured: 100 * share,
      budget: atLeast === null ? null : { atLeast },
      bareBot: null,
    });
    const figures = [...byCategory].flatMap(([name, { at5, at10, at20, arrives }]) => [
      row(`${name}: recall@5`, at5, null),
      row(`${name}: recall@10`, at10, name === 'all' ? 79 : null),
      row(`${name}: recall@20`, at20, null),
      row(`${name}: evidence in a section of 800 tokens`, arrives, name === 'all' ? 82 : null),
    ]);
    return [...figures, row('ten-fold: recall@10', tenfold.at10, 76), row('ten-fold: evidence', tenfold.arrives, null)];
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

/** The same people around both bots: ours first. */
async function gatherCrowds(
  { stage }: Staged,
  name: string,
  size: { channels: number; memoriesPerPerson: number },
): Promise<Crowd[]> {
  const crowds: Crowd[] = [];
  for (const contestant of [stage.tzurot, stage.bareBot]) crowds.push(await gatherCrowd(contestant, { name, ...size }));
  return crowds;
}

async function measureBursts(
  { on, effort }: Staged,
  conversation: string,
  crowds: readonly Crowd[],
  budget: Budget | null,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (let burst = 0; burst < effort.bursts; burst += 1) {
    const [ours, bare] = [await crowds[0]?.burst(), await crowds[1]?.burst()];
    if (ours === undefined || bare === undefined) throw new Error('both bots have people around them');
    figures.push({
      what: `${conversation}: turns per second, instant model`,
      on,
      unit: '/s',
      measured: ours.turnsPerSecond,
      budget,
      bareBot: bare.turnsPerSecond,
    });
    if (ours.cpuMsPerTurn === null) continue;
    figures.push({
      what: `${conversation}: processor time per turn, all processes`,
      on,
      unit: 'ms',
      measured: ours.cpuMsPerTurn,
      budget: null,
      bareBot: null,
    });
  }
  return figures;
}

function toAddedFigures(
  { on }: Staged,
  conversation: string,
  [ours, bare]: readonly AddedTime[],
  budgets: StagedBudgets | null,
): Figure[] {
  if (ours === undefined || bare === undefined) throw new Error('both bots were asked');
  const row = (what: string, measured: number, bareBot: number, limit: number | null = null): Figure => ({
    what: `${conversation}: ${what}`,
    on,
    unit: 'ms',
    measured,
    budget: limit === null ? null : { atMost: limit, of: 'ratio' },
    bareBot,
  });
  return [
    row('added time per turn, p50', ours.p50, bare.p50, budgets?.addedP50),
    row('added time per turn, p99', ours.p99, bare.p99, budgets?.addedP99),
    row('… event to model, p50', ours.before.p50, bare.before.p50),
    row('… model to webhook, p50', ours.after.p50, bare.after.p50),
  ];
}
