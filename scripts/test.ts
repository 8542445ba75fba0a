/**
 * `npm test`: all checks, then all tests, then one summary.
 * Arguments narrow the tests to files whose path contains one of them; the checks always look at everything.
 */
import { startVitest } from 'vitest/node';
import { root } from './bootstrap/paths.mjs';
import { type CheckResult, runCheck } from './checks/check.ts';
import { checks } from './checks/index.ts';
import { listSources } from './checks/sources.ts';
import { collectOutcome } from './test-run/outcome.ts';
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

const checkResults = await runChecks();
const vitest = await startVitest(process.argv.slice(2), { root, watch: false, run: true });
await vitest.close();

const outcome = collectOutcome(vitest.state.getTestModules(), vitest.state.getUnhandledErrors(), root);
const { text, succeeded } = summarize(checkResults, outcome, {
  mustHaveServices: process.env['REQUIRE_SERVICES'] === '1',
});
console.log(`\n${text}`);
process.exit(succeeded ? 0 : 1);
