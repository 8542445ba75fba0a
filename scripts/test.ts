/**
 * `npm test`: all checks, then all tests, then one summary.
 * Arguments make it quick: only files whose path contains one of them are tested, and the checks are left out.
 */
import { startVitest } from 'vitest/node';
import { root } from './bootstrap/paths.mjs';
import { type CheckResult, runCheck } from './checks/check.ts';
import { checks } from './checks/index.ts';
import { listSources } from './checks/sources.ts';
import { collectOutcome } from './test-run/outcome.ts';
import { readProcessorMs } from './test-run/processor-time.ts';
import { summarize } from './test-run/summary.ts';

async function runChecks(): Promise<CheckResult[]> {
  const sources = listSources(root);
  const results = await Promise.all(checks.map((check) => runCheck(check, sources, root)));
  for (const { name, examined, findings, tookMs } of results) {
    const figures = `${String(examined).padStart(5)} files ${(tookMs / 1000).toFixed(1).padStart(5)} s`;
    console.log(`${findings === '' ? '✓' : '✗'} ${name.padEnd(14)} ${figures}`);
    if (findings !== '') console.log(`\n${findings}\n`);
  }
  return results;
}

const filters = process.argv.slice(2);
const checkResults = filters.length === 0 ? await runChecks() : [];
const vitest = await startVitest(filters, { root, watch: false, run: true });
await vitest.close();

const outcome = collectOutcome(vitest.state.getTestModules(), vitest.state.getUnhandledErrors(), root);
const { text, succeeded } = summarize(checkResults, outcome, {
  mustHaveServices: process.env['REQUIRE_SERVICES'] === '1',
  processorMs: readProcessorMs(),
});
console.log(`\n${text}`);
process.exit(succeeded ? 0 : 1);
