import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The checkout that this file is part of. */
export const thisCheckout = fileURLToPath(new URL('../../../../../', import.meta.url));

/**
 * A checkout of a commit with an installation of its own, which is kept for the next time.
 * @returns its directory
 * @throws Error when there is no such commit
 */
export async function checkOut(commit: string): Promise<string> {
  const git = async (...args: string[]) => (await run('git', ['-C', thisCheckout, ...args])).stdout.trim();
  const id = await git('rev-parse', '--verify', '--short', `${commit}^{commit}`);
  const directory = join(tmpdir(), `tzurot-against-${id}`);
  if (!existsSync(directory)) await git('worktree', 'add', '--detach', directory, id);
  // Whatever the installation still lacks is brought now.
  await run(process.execPath, ['scripts/run.mjs', 'exec', 'node', '--version'], { cwd: directory });
  return directory;
}
