import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What may be deleted at any time and is made again: tools, turbo's results, compiled code. */
export const cache = join(root, '.cache');

export const isWindows = process.platform === 'win32';
