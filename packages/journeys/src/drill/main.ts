import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readOptions } from '../read-options.ts';
import type { Backend } from './installation.ts';
import { hasPassed, writeReport } from './report.ts';
import { runDrill } from './run-drill.ts';
import { findStorePrograms } from './stores/find-programs.ts';

const USAGE = `Kills every process of the bot in turn, with -9, while people talk, and counts what was lost or doubled.

  --backend embedded|redis   redis stands for Redis and PostgreSQL; both where this machine has them, unless given
  --turns <n>                replies that are asked for; 300 unless given
  --kills <n>                20 unless given
  --seed <n>                 another schedule; 1 unless given
  --keep                     keeps data and logs, also when nothing is wrong`;

const Options = z.object({
  backend: z.enum(['embedded', 'redis']).optional(),
  turns: z.coerce.number().int().min(10).max(100_000).default(300),
  kills: z.coerce.number().int().min(0).max(1_000).default(20),
  seed: z.coerce.number().int().min(0).default(1),
  keep: z.boolean().default(false),
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** @returns whether everything was answered exactly once and in order */
async function drillOn(backend: Backend, { turns, kills, seed, keep }: z.infer<typeof Options>): Promise<boolean> {
  const directory = await mkdtemp(join(tmpdir(), 'tzurot-drill-'));
  const startedAt = performance.now();
  say(`\n${backend === 'embedded' ? 'Embedded' : 'Redis and PostgreSQL'}, seed ${seed}; logs in ${directory}`);
  const result = await runDrill({
    backend,
    turns,
    kills,
    seed,
    directory,
    tell: (line) => say(`  ${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s  ${line}`),
  });
  say(`\n${writeReport(result)}`);
  const isClean = hasPassed(result) && result.ends.length === 0;
  if (!isClean || keep) say(`\n  Data and logs are in ${directory}`);
  else await rm(directory, { recursive: true, force: true });
  return hasPassed(result);
}

// Leaving ends every process that was started.
for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const) {
  process.once(signal, () => process.exit(128 + number));
}
const options = readOptions(Options, { flags: ['keep'], usage: USAGE });
const programs = findStorePrograms();
if ('missing' in programs && options.backend === undefined)
  say(`Only embedded: Redis and PostgreSQL need ${programs.missing.join(' and ')} on this machine.`);
const both: Backend[] = 'missing' in programs ? ['embedded'] : ['embedded', 'redis'];
let hasAllPassed = true;
for (const backend of options.backend === undefined ? both : [options.backend]) {
  hasAllPassed = (await drillOn(backend, options)) && hasAllPassed;
}
process.exitCode = hasAllPassed ? 0 : 1;
