import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Backend } from '../src/drill/installation.ts';
import { writeReport } from '../src/drill/report.ts';
import { runDrill } from '../src/drill/run-drill.ts';
import { findStorePrograms } from '../src/drill/stores/find-programs.ts';

/** The short form of `npm run drill`; every process is killed once. */
const SHORT = { turns: 30, seed: 7 };
const TIMEOUT_MS = 180_000;

async function drillOn(backend: Backend, kills: number) {
  const directory = await mkdtemp(join(tmpdir(), 'tzurot-drill-'));
  const said: string[] = [];
  const result = await runDrill({ ...SHORT, backend, kills, directory, tell: (line) => said.push(line) });
  const isClean = result.verdict.faults.length === 0 && result.ends.length === 0;
  if (isClean) await rm(directory, { recursive: true, force: true });
  else process.stdout.write(`${said.join('\n')}\n${writeReport(result)}\nData and logs are in ${directory}\n`);
  return result;
}

it(
  'answers every message exactly once and in order while bot-client, gateway, worker and database are killed',
  async () => {
    const { verdict, ledger, kills, ends } = await drillOn('embedded', 4);

    expect(verdict.faults).toEqual([]);
    expect(verdict.answered).toBe(verdict.expected);
    // In direct messages each character greets before its first reply.
    expect(verdict.expected).toBeGreaterThan(SHORT.turns);
    expect(ledger).toMatchObject({ unfinished: 0, uncertain: 0 });
    expect([...kills.keys()].toSorted()).toEqual(['ai-worker', 'api-gateway', 'bot-client', 'database']);
    expect(ends).toEqual([]);
  },
  TIMEOUT_MS,
);

it(
  'answers every message exactly once and in order on Redis and PostgreSQL too, while each of them is killed',
  async ({ skip }) => {
    const programs = findStorePrograms();
    if ('missing' in programs) skip(`needs ${programs.missing.join(' and ')}`);

    const { verdict, ledger, kills, ends } = await drillOn('redis', 5);

    expect(verdict.faults).toEqual([]);
    expect(verdict.answered).toBe(verdict.expected);
    // In direct messages each character greets before its first reply.
    expect(verdict.expected).toBeGreaterThan(SHORT.turns);
    expect(ledger).toMatchObject({ unfinished: 0, uncertain: 0 });
    expect([...kills.keys()].toSorted()).toEqual(['ai-worker', 'api-gateway', 'bot-client', 'database', 'redis']);
    expect(ends).toEqual([]);
  },
  TIMEOUT_MS,
);
