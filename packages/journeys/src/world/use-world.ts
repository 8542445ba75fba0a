import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, beforeEach, onTestFailed } from 'vitest';
import { startWorld, type World, type WorldOptions } from './start-world.ts';

const LOG_TAIL_LINES = 60;

/**
 * One world for all tests of a file or suite. A test that fails prints what was said in it, and what the services
 * logged last.
 */
export function useWorld(options: WorldOptions = {}): () => World {
  let world: World | undefined;
  const present = () => {
    if (world === undefined) throw new Error('the world has not started');
    return world;
  };
  beforeAll(async () => {
    world = await startWorld(options);
  });
  afterAll(async () => {
    await world?.close();
  });
  beforeEach(() => {
    onTestFailed(async () => {
      if (world !== undefined) process.stderr.write(await describeWorld(world));
    });
  });
  return present;
}

async function describeWorld({ discord, directory }: World): Promise<string> {
  const logs = join(directory, 'logs');
  const lines = await Promise.all(
    (await readdir(logs)).map(async (name) => {
      const text = await readFile(join(logs, name), 'utf8');
      const notable = text.split('\n').filter((line) => /"level":"(warn|error|fatal|info)"/.test(line));
      return [`--- ${name}`, ...notable.slice(-LOG_TAIL_LINES)].join('\n');
    }),
  );
  return `\n--- what was said\n${discord.transcript()}\n${lines.join('\n')}\n`;
}
