import { dirname, join } from 'node:path';
import { runCommand } from './command.mjs';
import { childEnvironment, projectCommands, withPath } from './environment.mjs';
import { installPackages } from './install.mjs';
import { withLock } from './lock.mjs';
import { cache, root } from './paths.mjs';
import { SetupError } from './setup-error.mjs';
import { provideNode, providePnpm } from './tools.mjs';

export { SetupError };

/**
 * Brings the checkout to where every program of it can run: tools, packages, generated code, built page.
 * Does only what is missing. Two at once wait for each other.
 *
 * @returns {Promise<{ node: string, env: NodeJS.ProcessEnv }>} the Node to run with, and its environment
 * @throws {SetupError} with a sentence that says what to do
 */
export async function prepare() {
  const startedMs = performance.now();
  const say = (/** @type {string} */ text) => {
    console.error(`[setup] ${text} (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`);
  };
  return withLock(join(cache, 'setup-lock'), () => prepareAlone(say), {
    onWait: () => say('waiting for another setup of this checkout'),
  });
}

/** @param {(text: string) => void} say */
async function prepareAlone(say) {
  const bare = childEnvironment(process.env);
  const [node, pnpm] = await Promise.all([provideNode(bare, say), providePnpm(bare, say)]);
  const env = withPath(
    // Prisma asks for its native engine before every command, though generating never runs it, and would
    // download it otherwise. Any executable will do.
    { ...bare, PRISMA_SCHEMA_ENGINE_BINARY: bare['PRISMA_SCHEMA_ENGINE_BINARY'] ?? node },
    [dirname(node), dirname(pnpm), projectCommands],
  );
  await installPackages({ pnpm, node, env }, say);
  await generateAndBuild(node, env);
  return { node, env };
}

/**
 * The database client and the local Discord's page; turbo does nothing when their sources did not change.
 *
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env
 */
async function generateAndBuild(node, env) {
  const turbo = join(root, 'node_modules', 'turbo', 'bin', 'turbo');
  const args = ['run', 'generate', 'build', '--output-logs=errors-only', `--cache-dir=${join(cache, 'turbo')}`];
  const ended = await runCommand(node, [turbo, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  if (ended.code === 0) return;
  throw new SetupError(
    `${ended.output}\nGenerating or building failed (${ended.signal ?? `exit code ${ended.code}`}).`,
  );
}
