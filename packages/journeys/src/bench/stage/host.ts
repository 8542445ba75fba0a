// Runs everything of one checkout, says where it answers, and ends it when its input ends: `host.ts <checkout> <setup>`.
// What is imported from the checkout are the files that started everything when it was committed.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Setup } from './stage.ts';

const [checkout = '', name = ''] = process.argv.slice(2);
const source = (path: string): Promise<Record<string, unknown>> =>
  import(pathToFileURL(join(checkout, 'packages/journeys/src', path)).href);

async function findSetup(): Promise<Setup> {
  if (name === 'embedded') {
    const { embedded } = (await source('bench/stage/embedded.ts')) as { embedded: Setup | (() => Setup) };
    return typeof embedded === 'function' ? embedded() : embedded;
  }
  const { findStorePrograms } = (await source('drill/stores/find-programs.ts')) as { findStorePrograms: () => object };
  const { production } = (await source('bench/stage/production.ts')) as { production: (programs: object) => Setup };
  return production(findStorePrograms());
}

const directory = await mkdtemp(join(tmpdir(), 'tzurot-bench-'));
const setup = await findSetup();
const { addresses, stop } = await setup.start(directory);
process.stdout.write(`${JSON.stringify(addresses)}\nready\n`);
process.stdin.resume();
await new Promise((resolve) => process.stdin.once('end', resolve));
await stop();
await rm(directory, { recursive: true, force: true });
process.exit(0);
