import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { type SpawnedLocalPostgres, spawnLocalPostgres } from '@tzurot/local-postgres';
import { createLog } from '@tzurot/platform';
import type { StoreProcess } from './store-process.ts';

/** The database that `npm start` uses. */
export function createEmbeddedDatabase({ directory, port }: { directory: string; port: number }): StoreProcess {
  const log = createLog({
    service: 'database',
    level: 'info',
    destination: createWriteStream(join(directory, 'database.log'), { flags: 'a' }),
  });
  let running: SpawnedLocalPostgres | null = null;
  return {
    name: 'database',
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async start() {
      running = await spawnLocalPostgres({ dataDir: join(directory, 'database'), port, log });
    },
    async kill() {
      if (running === null) return;
      process.kill(running.pid, 'SIGKILL');
      await running.exited;
      running = null;
    },
    async stop() {
      await running?.stop();
      running = null;
    },
  };
}
