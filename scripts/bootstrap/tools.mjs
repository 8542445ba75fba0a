import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from './command.mjs';
import { cache, isWindows, root } from './paths.mjs';
import { SetupError } from './setup-error.mjs';

const oldestNode = { major: 22, minor: 18 };

/**
 * Whether a Node can run TypeScript from source, which everything after the bootstrap needs.
 *
 * @param {string} version such as `22.18.0`
 */
export function isNodeNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldestNode.major || (major === oldestNode.major && minor >= oldestNode.minor);
}

/** @typedef {(text: string) => void} Say tells the person in front of the terminal what takes so long */

/**
 * The Node that runs the project: the present one when new enough, else one from the npm registry,
 * where the binaries are plain packages that need no install script.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {Say} say
 * @returns {Promise<string>} path of the executable
 */
export async function provideNode(env, say) {
  if (isNodeNewEnough(process.versions.node)) return process.execPath;
  const modules = await provideTool('node', env, say);
  const platform = isWindows ? 'win' : process.platform;
  const inPackage = isWindows ? ['node.exe'] : ['bin', 'node'];
  const node = [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`]
    .flatMap((name) => [join(modules, name, ...inPackage), join(modules, name, 'bin', 'node.exe')])
    .find((path) => existsSync(path));
  if (node === undefined) {
    throw new SetupError(
      `Node ${process.version} is too old, and there is no packaged Node for ${process.platform} ${process.arch}. Install Node 24 from https://nodejs.org and try again.`,
    );
  }
  return node;
}

/**
 * The pnpm that the lock file was made with.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {Say} say
 * @returns {Promise<string>} path of its native binary; others (turbo) look for it on PATH
 */
export async function providePnpm(env, say) {
  const packages = join(await provideTool('pnpm', env, say), '@pnpm');
  const name = isWindows ? 'pnpm.exe' : 'pnpm';
  const found = existsSync(packages) ? readdirSync(packages).map((folder) => join(packages, folder, name)) : [];
  const binary = found.find((path) => existsSync(path));
  if (binary === undefined) {
    throw new SetupError(`There is no pnpm binary for ${process.platform} ${process.arch} in the npm registry.`);
  }
  return binary;
}

/**
 * Installs `tools/<name>` from its own lock file, once per lock file and platform. It is built aside and renamed
 * into place, so that what is there is whole even if an earlier attempt was killed.
 *
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 * @param {Say} say
 * @returns {Promise<string>} its node_modules
 */
async function provideTool(name, env, say) {
  const source = join(root, 'tools', name);
  const lockFile = readFileSync(join(source, 'package-lock.json'));
  const version = createHash('sha256').update(lockFile).digest('hex').slice(0, 12);
  const place = join(cache, 'tools', `${name}-${version}-${process.platform}-${process.arch}`);
  if (existsSync(place)) return join(place, 'node_modules');

  const building = `${place}.partial`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(source, file), join(building, file));
  await npmInstall(name, building, env);
  renameSync(building, place);
  say(`fetched ${name}`);
  return join(place, 'node_modules');
}

/**
 * @param {string} name
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 */
async function npmInstall(name, cwd, env) {
  const npm = findNpm();
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const ended = await runCommand(npm.command, [...npm.args, ...args], {
    cwd,
    env,
    stdio: ['ignore', 'ignore', process.stderr],
    findInShell: npm.args.length === 0,
  }).catch((error) => {
    throw new SetupError(`npm could not be started (${error.code}). It comes with Node: https://nodejs.org`);
  });
  if (ended.code !== 0) {
    throw new SetupError(
      `npm could not fetch ${name} (${ended.signal ?? `exit code ${ended.code}`}). If the lines above name the network, check the connection and npm's registry and proxy settings, then run the same command again.`,
    );
  }
}

/**
 * npm as a script for this very Node, where it can be found; a bare `npm` is the last resort, since Windows
 * starts it only through a shell.
 *
 * @returns {{ command: string, args: string[] }}
 */
function findNpm() {
  const bin = dirname(process.execPath);
  const script = [
    process.env['npm_execpath'] ?? '',
    join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find((path) => path.endsWith('npm-cli.js') && existsSync(path));
  return script === undefined ? { command: 'npm', args: [] } : { command: process.execPath, args: [script] };
}
