import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { createServerProcess } from './server-process.ts';
import type { StoreProcess } from './store-process.ts';

/** A Redis of our own that keeps what it is told. */
export async function createRedisServer({
  program,
  directory,
  port,
}: {
  program: string;
  directory: string;
  port: number;
}): Promise<StoreProcess> {
  const dataDir = join(directory, 'redis');
  await mkdir(dataDir);
  const url = `redis://127.0.0.1:${port}`;
  const server = createServerProcess({
    what: 'Redis',
    command: program,
    args: `--port ${port} --bind 127.0.0.1 --appendonly yes --maxmemory-policy noeviction`.split(' '),
    options: { cwd: dataDir },
    logPath: join(directory, 'redis.log'),
    stopSignal: 'SIGTERM',
    async ping() {
      const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 1_000 });
      redis.on('error', () => {});
      try {
        await redis.connect();
        await redis.ping();
      } finally {
        redis.disconnect();
      }
    },
  });
  return { name: 'redis', url, ...server };
}
