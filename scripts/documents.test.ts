import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './bootstrap/paths.mjs';
import { describeCommands } from './command-documents.ts';

const documents = globSync(['*.md', 'docs/*.md', 'docs/adr/*.md', 'packages/*/*.md'], { cwd: root });
const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe.each(documents)('%s', (document) => {
  it('names only files and folders that are there', () => {
    const named = [...read(document).matchAll(/`((?:packages|services|prisma|scripts|docs)\/[\w./-]*)`/g)];

    expect(named.map(([, path = '']) => path).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

it('there are documents', () => {
  expect(documents).toContain('docs/architecture.md');
});

it('leads a stranger along a message through at most fourteen files', () => {
  const [, chapter = ''] = read('docs/architecture.md').split('## A message, followed through the code');
  const files = [...chapter.matchAll(/^\d+\. `([^`]+)`/gm)].map(([, path = '']) => path);

  expect(files.length).toBeGreaterThan(10);
  expect(files.length).toBeLessThanOrEqual(14);
  expect(files.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

it('draws and explains only metrics that a service has', () => {
  const ours = globSync(['packages/platform/src/**/*.ts', 'services/*/src/**/*.ts'], {
    cwd: root,
    exclude: ['**/generated/**'],
  })
    .map(read)
    .join('\n');
  const { panels } = JSON.parse(read('docs/grafana-dashboard.json')) as { panels: { targets?: { expr: string }[] }[] };
  const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  const drawn = expressions.flatMap(
    (expr) => expr.match(/\b[a-z]+_[a-z_]*(?:total|seconds|up|bytes|bucket|count)\b/g) ?? [],
  );
  const explained = [...read('docs/operating.md').matchAll(/`([a-z_]+_(?:total|seconds|up))(?:\{|`)/g)].map(
    ([, name = '']) => name,
  );
  const names = [...drawn, ...explained].map((name) => name.replace(/(?<=_seconds)_(?:bucket|count)$/, ''));
  const isOfPromClient = (name: string) => /^(?:process|nodejs)_/.test(name);

  expect(expressions.length).toBeGreaterThan(10);
  expect(explained.length).toBeGreaterThan(5);
  expect(names.filter((name) => !isOfPromClient(name) && !ours.includes(`'${name}'`))).toEqual([]);
});

it('docs/commands.md says what the commands are now', () => {
  expect(read('docs/commands.md'), 'run: npm run exec -- node scripts/write-command-documents.ts').toBe(
    describeCommands(),
  );
});
