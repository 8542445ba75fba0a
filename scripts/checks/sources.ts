import { globSync } from 'node:fs';
import { join } from 'node:path';

/** Every file that people write here in a programming language, as absolute paths. */
export function listSources(folder: string): string[] {
  const patterns = [
    '{packages,services}/*/{src,tests}/**/*.{ts,tsx}',
    '{packages,services}/*/*.ts',
    'scripts/**/*.{ts,mjs}',
    '*.{ts,mjs}',
  ];
  return globSync(patterns, { cwd: folder, exclude: ['**/node_modules', '**/generated', '**/dist'] })
    .map((file) => join(folder, file))
    .toSorted();
}
