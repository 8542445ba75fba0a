import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const here = fileURLToPath(new URL('..', import.meta.url));
const pageSources = fileURLToPath(new URL('../../local-discord-page', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));

interface Packed {
  readonly name: string;
  readonly bin: Record<string, string>;
  readonly exports: Record<string, unknown>;
  readonly dependencies: Record<string, string>;
}

/** How one test of the example ended. */
interface Outcome {
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

/** What a shell gives, and nothing that the runner of these tests tells its children. */
const env = {
  PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
  HOME: process.env['HOME'] ?? '',
  npm_config_update_notifier: 'false',
};

/** Copies what packing needs, so that nobody who uses the workspace meanwhile finds it half built. */
async function copyPackage(into: string): Promise<string> {
  const folder = join(into, 'packages', 'local-discord');
  const page = join(into, 'packages', 'local-discord-page');
  await mkdir(folder, { recursive: true });
  await mkdir(page);
  await mkdir(join(into, 'docs'));
  const parts = ['LICENSE', 'README.md', 'package-for-publishing.ts', 'package.json', 'src', 'tsconfig.build.json'];
  await Promise.all([
    ...parts.map((part) => cp(join(here, part), join(folder, part), { recursive: true })),
    cp(join(root, 'tsconfig.base.json'), join(into, 'tsconfig.base.json')),
    cp(join(root, 'docs', 'local-discord.md'), join(into, 'docs', 'local-discord.md')),
    symlink(join(root, 'node_modules'), join(into, 'node_modules')),
    symlink(join(here, 'node_modules'), join(folder, 'node_modules')),
    ...['package.json', 'src', 'vite.config.ts', 'node_modules'].map((part) =>
      part === 'node_modules'
        ? symlink(join(pageSources, part), join(page, part))
        : cp(join(pageSources, part), join(page, part), { recursive: true }),
    ),
  ]);
  return folder;
}

async function link(from: string, into: string, name: string): Promise<void> {
  const target = join(into, 'node_modules', name);
  await mkdir(dirname(target), { recursive: true });
  await symlink(join(from, 'node_modules', name), target);
}

/** The TypeScript of the README, which is one test file. */
async function readExample(): Promise<string> {
  const readme = await readFile(join(here, 'README.md'), 'utf8');
  return [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, block]) => block).join('\n');
}

describe('the package as it is published', () => {
  let folder: string;
  let before: string;
  let after: string;
  let files: string[];
  let packed: Packed;
  let installed: string;
  let consumer: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'local-discord-'));
    const copy = await copyPackage(join(folder, 'workspace'));
    before = await readFile(join(copy, 'package.json'), 'utf8');
    await run('npm', ['pack', '--pack-destination', folder], { cwd: copy, env });
    after = await readFile(join(copy, 'package.json'), 'utf8');

    const tarball = join(folder, 'tzurot-local-discord-0.1.0.tgz');
    files = (await run('tar', ['tzf', tarball])).stdout.trim().split('\n');
    consumer = join(folder, 'consumer');
    installed = join(consumer, 'node_modules', '@tzurot', 'local-discord');
    await mkdir(installed, { recursive: true });
    await run('tar', ['xzf', tarball, '--strip-components=1', '-C', installed]);
    packed = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as Packed;

    // In place of the network: exactly what the manifest asks for, and what the example uses beside it.
    await Promise.all([
      ...[...Object.keys(packed.dependencies), 'discord.js'].map((name) => link(here, consumer, name)),
      ...['vitest', '@types/node'].map((name) => link(root, consumer, name)),
      writeFile(join(consumer, 'package.json'), '{ "type": "module" }'),
      writeFile(join(consumer, 'greeting.test.ts'), await readExample()),
    ]);
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('holds what runs, its types, the page, the terms and the words about it, and nothing else', () => {
    const kinds = files.filter((file) => !/^package\/dist\/(?!page\/).*\.(js|d\.ts)$/.test(file)).toSorted();

    expect(kinds.filter((file) => !file.startsWith('package/dist/page/assets/'))).toEqual([
      'package/LICENSE',
      'package/README.md',
      'package/dist/local-discord.md',
      'package/dist/page/index.html',
      'package/dist/page/licenses.md',
      'package/package.json',
    ]);
    expect(files.filter((file) => /\.test\.|parity|\/tests\//.test(file))).toEqual([]);
  });

  it('leaves the manifest that it was packed from as it was', () => {
    expect(after).toBe(before);
  });

  it('hands on the terms of what is bundled in the page', async () => {
    const terms = await readFile(join(installed, 'dist', 'page', 'licenses.md'), 'utf8');

    expect(terms).toMatch(
      /## preact .*## @fontsource-variable\/inter\n.*SIL Open Font License.*## twemoji-colr-font\n/is,
    );
  });

  it('asks for nothing that lives in the workspace only', () => {
    const asked = Object.entries(packed.dependencies);

    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    expect(JSON.stringify(packed)).not.toMatch(/workspace:|src\//);
  });

  it('fits the types of its own README', async () => {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const flags = '--noEmit --strict --exactOptionalPropertyTypes --module nodenext --target es2024 --types node';

    const checked = run(process.execPath, [tsc, ...flags.split(' '), 'greeting.test.ts'], { cwd: consumer, env });

    await expect(checked).resolves.toMatchObject({ stdout: '' });
  });

  it('does what its README says', async () => {
    const vitest = join(consumer, 'node_modules', 'vitest', 'vitest.mjs');

    const report = join(folder, 'report.json');
    const args = [vitest, 'run', '--reporter=json', `--outputFile=${report}`, '--root', consumer];
    // Tests that fail end it with an error; which ones stands in the report.
    await run(process.execPath, args, { cwd: consumer, env }).catch(() => undefined);
    const { testResults } = JSON.parse(await readFile(report, 'utf8')) as {
      testResults: { assertionResults: Outcome[] }[];
    };
    const outcomes = testResults.flatMap(({ assertionResults }) => assertionResults);

    expect(outcomes).toHaveLength(6);
    expect(outcomes.filter(({ status }) => status !== 'passed')).toEqual([]);
  });

  it('starts by its command, and shows its page', async () => {
    const command = packed.bin['local-discord'] ?? '';
    const child = spawn(process.execPath, [join(installed, command), '--port', '0'], { cwd: consumer, env });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await expect.poll(() => said, { timeout: 20_000 }).toMatch(/ready at http:\/\/127\.0\.0\.1:\d+/);
    const url = /http:\S+/.exec(said)?.[0] ?? '';

    const page = await fetch(url);
    const script = /src="\.(\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1];
    const loaded = await fetch(`${url}${script}`);
    child.kill();

    expect([page.status, loaded.status]).toEqual([200, 200]);
    expect(loaded.headers.get('content-type')).toContain('javascript');
  });

  it('can be run as it was installed: its command is a script for Node', async () => {
    const text = await readFile(join(installed, packed.bin['local-discord'] ?? ''), 'utf8');

    expect(text.startsWith('#!/usr/bin/env node\n')).toBe(true);
  });
});
