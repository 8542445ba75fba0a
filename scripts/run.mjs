// The one way in: `npm start`, `npm test` and the rest call this file.
// Plain JavaScript without dependencies, because it runs before anything is installed, on any Node from 18 up.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { exitLike, runCommand } from './bootstrap/command.mjs';
import { root } from './bootstrap/paths.mjs';
import { prepare, SetupError } from './bootstrap/prepare.mjs';

const settingsFile = join(root, '.env');
/** The operator's settings, where there are any; what the environment says goes before them. */
const settings = existsSync(settingsFile) ? [`--env-file=${settingsFile}`] : [];

/**
 * What Node is given for each word, once everything is installed, generated and built.
 *
 * @type {Record<string, string[]>}
 */
const programs = {
  start: [...settings, 'scripts/start.ts'],
  dev: [...settings, '--watch-preserve-output', '--watch', 'scripts/start.ts'],
  fuzz: ['scripts/fuzz.ts'],
  key: ['scripts/key.ts'],
  test: ['scripts/test.ts'],
  drill: ['packages/journeys/src/drill/main.ts'],
  bench: ['packages/journeys/src/bench/main.ts'],
  migrate: [...settings, 'scripts/migrate.ts'],
};

const usage = `Usage: node scripts/run.mjs <what> [arguments]

  start    everything on this machine: database, Discord and model included, unless the environment names real ones
  dev      the same, started again whenever a file that it uses changes
  test     all checks and all tests, one summary; with words, only the test files whose path contains one of them
  drill    kills each process in turn under load and counts lost and doubled replies
  bench    measures, and writes docs/benchmarks.md
  migrate  brings the database to the current schema, after a backup
  fuzz     every property and every route with hostile values, many times as often as test does
  key      prints a new entry for ENCRYPTION_KEYS
  exec     any command, with this project's Node, pnpm and tools on PATH: node scripts/run.mjs exec oxlint packages`;

/**
 * @param {string} what
 * @param {string[]} rest
 * @returns {{ command?: string, args: string[] } | undefined} undefined when the words make no sense
 */
function parse(what, rest) {
  if (what === 'exec') return rest[0] === undefined ? undefined : { command: rest[0], args: rest.slice(1) };
  const program = Object.hasOwn(programs, what) ? programs[what] : undefined;
  return program === undefined ? undefined : { args: [...program, ...rest] };
}

async function main() {
  const [what = '', ...rest] = process.argv.slice(2);
  const wanted = parse(what, rest);
  if (wanted === undefined) {
    console.error(usage);
    process.exit(2);
  }
  const beganAt = Date.now();
  const { node, env } = await prepare();
  const ended = await runCommand(wanted.command ?? node, wanted.args, {
    cwd: what === 'exec' ? process.cwd() : root,
    // So that a start can say how long all of it took.
    env: { ...env, START_BEGAN_AT_MS: String(beganAt) },
    stdio: 'inherit',
    findInShell: wanted.command !== undefined,
  }).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    throw new SetupError(`There is no command "${wanted.command}".`);
  });
  exitLike(ended);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\n${error.message}`);
  process.exit(1);
}
