import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command.mjs';
import { root } from './paths.mjs';
import { SetupError } from './setup-error.mjs';

const stampFile = join(root, 'node_modules', '.installed');

/**
 * Installs what the lock file names, unless this was done already for the same lock file, manifests and Node.
 *
 * @param {{ pnpm: string, node: string, env: NodeJS.ProcessEnv }} tools
 * @param {(text: string) => void} say
 */
export async function installPackages({ pnpm, node, env }, say) {
  const packages = workspaceFolders();
  const stamp = describeInstall(packages, node);
  const isInstalled = packages.every((folder) => existsSync(join(root, folder, 'node_modules')));
  if (isInstalled && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;

  say('installing packages: about 700 MB the first time');
  rmSync(stampFile, { force: true });
  const ended = await runCommand(pnpm, ['install', '--frozen-lockfile', '--prefer-offline'], {
    cwd: root,
    // Without CI it may ask whether it may replace node_modules, and wait for an answer; in production it leaves out
    // what tests and builds need.
    env: { ...env, CI: '1', NODE_ENV: 'development' },
    // Its progress tells people nothing; what it says matters when it fails.
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (ended.code !== 0) {
    throw new SetupError(
      `${ended.output.trim()}\n\npnpm install failed (${ended.signal ?? `exit code ${ended.code}`}); its own words are above. If it says that the lock file is outdated, run "pnpm install" and commit pnpm-lock.yaml.`,
    );
  }
  writeFileSync(stampFile, stamp);
  say('packages installed');
}

/** Every package of the workspace, as pnpm-workspace.yaml names them. */
function workspaceFolders() {
  return ['packages', 'services'].flatMap((parent) =>
    readdirSync(join(root, parent))
      .map((name) => join(parent, name))
      .filter((folder) => existsSync(join(root, folder, 'package.json'))),
  );
}

/**
 * @param {string[]} packages
 * @param {string} node
 */
function describeInstall(packages, node) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${node}\0`);
  const manifests = packages.map((folder) => join(folder, 'package.json'));
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', '.npmrc', ...manifests]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}
