import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceName } from '@tzurot/startup';
import { expect } from 'vitest';
import type { World } from './start-world.ts';

const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 50;

/** @returns waits until a service has logged something since this was called */
export async function watchLogs({
  directory,
}: World): Promise<(service: ServiceName, saying: RegExp) => Promise<void>> {
  const read = (service: ServiceName) => readFile(join(directory, 'logs', `${service}.log`), 'utf8');
  const names: readonly ServiceName[] = ['api-gateway', 'ai-worker', 'bot-client'];
  const lengths = new Map(await Promise.all(names.map(async (name) => [name, (await read(name)).length] as const)));
  return async (service, saying) => {
    const news = async () => (await read(service)).slice(lengths.get(service));
    await expect.poll(news, { timeout: PATIENCE_MS, interval: LOOK_EVERY_MS }).toMatch(saying);
  };
}
