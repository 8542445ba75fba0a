import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './bootstrap/paths.mjs';

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
