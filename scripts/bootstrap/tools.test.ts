import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { root } from './paths.mjs';
import { isNodeNewEnough } from './tools.mjs';

it.each([
  ['20.20.2', false],
  ['22.17.9', false],
  ['22.18.0', true],
  ['23.0.0', true],
  ['26.10.0', true],
])('judges whether Node %s can run TypeScript: %s', (version, expected) => {
  expect(isNodeNewEnough(version)).toBe(expected);
});

const LockFile = z.object({ packages: z.record(z.string(), z.object({ integrity: z.string().optional() })) });
const Manifest = z.object({
  packageManager: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
});
const readManifest = (path: string) => Manifest.parse(JSON.parse(readFileSync(join(root, path), 'utf8')));
const lockFile = (tool: string) =>
  LockFile.parse(JSON.parse(readFileSync(join(root, 'tools', tool, 'package-lock.json'), 'utf8'))).packages;

it.each(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win-x64'])('can fetch Node for %s', (platform) => {
  const packages = lockFile('node');

  const found = [`node_modules/node-${platform}`, `node_modules/node-bin-${platform}`].map((name) => packages[name]);

  expect(found).toContainEqual(expect.objectContaining({ integrity: expect.any(String) }));
});

it.each(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'])(
  'can fetch pnpm for %s',
  (platform) => {
    expect(lockFile('pnpm')[`node_modules/@pnpm/exe.${platform}`]).toHaveProperty('integrity');
  },
);

it('names one pnpm everywhere', () => {
  const { packageManager } = readManifest('package.json');

  expect(packageManager).toBe(`pnpm@${readManifest('tools/pnpm/package.json').dependencies?.['pnpm']}`);
});

// A lock file made where some packages exist only for Linux is one that nobody else can install from.
it.each(['@biomejs/cli', '@turbo/', '@oxlint/binding', '@typescript/typescript', '@rolldown/binding'])(
  'has binaries of %s for every platform in the lock file',
  (name) => {
    const lines = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8').split('\n');

    const found = lines.filter((line) => line.startsWith(`  '${name}`));

    for (const platform of [/linux/, /darwin/, /win32|windows/]) {
      expect(found.some((line) => platform.test(line))).toBe(true);
    }
  },
);
