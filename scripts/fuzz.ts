/**
 * `npm run fuzz [factor]`: every property, and every route with hostile values, many times as often as in `npm test` and
 * with new inputs each time. A failure prints the seed and the smallest input that shows it.
 */
import { startVitest } from 'vitest/node';
import { root } from './bootstrap/paths.mjs';

const USUAL_FACTOR = '25';
const PROPERTIES = [
  'services/api-gateway/tests/hostile-input',
  'services/ai-worker/src/output/',
  'services/ai-worker/src/outlets/chunk-text',
  'services/bot-client/src/discord/readers',
];

const [factor = USUAL_FACTOR] = process.argv.slice(2);
if (!/^[1-9]\d{0,4}$/.test(factor)) {
  console.error('Usage: npm run fuzz [factor], a whole number: how many times as often as npm test');
  process.exit(2);
}
process.env['FUZZ_FACTOR'] = factor;
const vitest = await startVitest(PROPERTIES, { root, watch: false, run: true, testTimeout: 0 });
await vitest.close();
