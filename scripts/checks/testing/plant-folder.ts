import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { root } from '../../bootstrap/paths.mjs';

const configs = [
  'package.json',
  'pnpm-workspace.yaml',
  'tsconfig.json',
  'tsconfig.base.json',
  'biome.json',
  '.oxlintrc.json',
  '.gitignore',
  'knip.json',
];

/**
 * A folder with our real configuration and the given files, gone after the test.
 *
 * @param files contents by path
 * @param options `ownModules`: node_modules holds nothing but what `files` put there
 * @returns its absolute path
 */
export function plantFolder(files: Record<string, string>, { ownModules = false } = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tzurot-check-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of configs) cpSync(join(root, name), join(folder, name));
  // A junction needs no special right on Windows.
  if (!ownModules) symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
