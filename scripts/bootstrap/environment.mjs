import { delimiter, join } from 'node:path';
import { cache, isWindows, root } from './paths.mjs';

/**
 * The environment for everything we start.
 * What npm tells its scripts is left out, since a nested package manager would take it for its own settings;
 * how to reach the registry stays, since a nested one does not find the outer one's configuration file.
 *
 * @param {NodeJS.ProcessEnv} from
 * @returns {NodeJS.ProcessEnv}
 */
export function childEnvironment(from) {
  const told = Object.entries(from).filter(([name]) => !isNpmChatter(name));
  return {
    ...Object.fromEntries(told),
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    NODE_COMPILE_CACHE: from['NODE_COMPILE_CACHE'] ?? join(cache, 'compiled'),
  };
}

/**
 * Puts directories in front of PATH, whatever the platform calls it (`Path` on Windows).
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} directories first wins
 * @returns {NodeJS.ProcessEnv}
 */
export function withPath(env, directories) {
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const before = env[name];
  return { ...env, [name]: [...directories, ...(before ? [before] : [])].join(delimiter) };
}

/** Where the commands of installed packages are. */
export const projectCommands = join(root, 'node_modules', '.bin');

/** @param {string} name */
function isNpmChatter(name) {
  const plain = isWindows ? name.toLowerCase() : name;
  if (!/^npm_(config|package|lifecycle|command|execpath|node_execpath)/i.test(plain)) return false;
  return !/registry|proxy|cafile|ca$/i.test(plain);
}
