import { z } from 'zod';
import { findStorePrograms } from '../drill/stores/find-programs.ts';
import { readOptions } from '../read-options.ts';
import { measureAgainst, type Pair, summarizePairs } from './against.ts';
import { type Figure, summarize } from './figures.ts';
import { FULL, QUICK, STAGED, type StagedBudgets, UNSTAGED } from './measurements.ts';
import { writePairTable, writeTable } from './report.ts';
import { embedded } from './stage/embedded.ts';
import { production } from './stage/production.ts';
import { type Setup, withStage } from './stage/stage.ts';
import { writeDocument } from './write-document.ts';

const names = [...Object.keys(STAGED), ...Object.keys(UNSTAGED)];

const USAGE = `Measures the bot beside a bare one of discord.js and openai, and writes docs/benchmarks.md.

  --quick          little of everything, to see that it works; writes no document
  --only <names>   of ${names.join(', ')}; writes no document
  --on <setup>     embedded or redis, which stands for Redis and Postgres; both unless given
  --runs <n>       figures are medians over so many; 3 unless given
  --against <commit>  instead: an old commit, checked out and installed beside this one, and this checkout, in turns; prints
                   the ratios of new to old and writes no document`;

const Options = z.object({
  quick: z.boolean().default(false),
  only: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(z.enum(names)))
    .optional(),
  on: z.enum(['embedded', 'redis']).optional(),
  runs: z.coerce.number().int().min(1).max(100).optional(),
  against: z.string().min(1).optional(),
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const EMBEDDED_BUDGETS: StagedBudgets = {
  addedP50: null,
  addedP99: null,
  turnsPerSecond: 0.1,
  recallP50Ms: 20,
  recallP95Ms: 60,
};
const PRODUCTION_BUDGETS: StagedBudgets = {
  addedP50: 5,
  addedP99: 4,
  turnsPerSecond: 0.25,
  recallP50Ms: 10,
  recallP95Ms: 30,
};

function chooseSetups(on: 'embedded' | 'redis' | undefined): { setup: Setup; budgets: StagedBudgets }[] {
  const programs = findStorePrograms();
  if ('missing' in programs) say(`Only embedded: this machine lacks ${programs.missing.join(' and ')}.`);
  return [
    ...('missing' in programs || on === 'embedded'
      ? []
      : [{ setup: production(programs), budgets: PRODUCTION_BUDGETS }]),
    ...(on === 'redis' ? [] : [{ setup: embedded(), budgets: EMBEDDED_BUDGETS }]),
  ];
}

const { quick, only, on, runs = quick ? 1 : 3, against } = readOptions(Options, { flags: ['quick'], usage: USAGE });
const effort = quick ? QUICK : FULL;
const isWanted = ([name]: [string, unknown]) => only?.includes(name) ?? true;
const figures: Figure[] = [];
const keep = (name: string, measured: readonly Figure[]) => {
  figures.push(...measured);
  say(`  ${name}: ${measured.map(({ measured: value, unit }) => `${value.toFixed(2)} ${unit}`).join(', ')}`);
};

if (against !== undefined) {
  const pairs: Pair[] = [];
  for (const name of chooseSetups(on).map(({ setup }) => setup.name)) {
    say(`\n${against} and this checkout, ${name}`);
    pairs.push(...(await measureAgainst(against, name === 'embedded' ? 'embedded' : 'redis', effort, say)));
  }
  say(`\n${writePairTable(summarizePairs(pairs))}`);
  process.exit();
}

for (let run = 1; run <= runs; run += 1) {
  const staged = Object.entries(STAGED).filter(isWanted);
  for (const { setup, budgets } of staged.length === 0 ? [] : chooseSetups(on)) {
    say(`\nRun ${run} of ${runs}, ${setup.name}`);
    await withStage(setup, async (stage) => {
      for (const [name, measure] of staged) keep(name, await measure({ stage, on: setup.name, budgets, effort }));
    });
  }
  const unstaged = Object.entries(UNSTAGED).filter(isWanted);
  if (unstaged.length > 0) say(`\nRun ${run} of ${runs}`);
  for (const [name, measure] of unstaged) keep(name, await measure(effort));
}

const summaries = summarize(figures);
say(`\n${writeTable(summaries)}`);
if (!quick && only === undefined && on === undefined) say(`\nWritten to ${await writeDocument(summaries, runs)}`);
