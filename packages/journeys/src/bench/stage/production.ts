import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrateDatabase, seedDatabase } from '@tzurot/api-gateway';
import { makeSecrets, SERVICE_NAMES, type Surroundings } from '@tzurot/startup';
import type { StorePrograms } from '../../drill/stores/find-programs.ts';
import { createPostgresServer } from '../../drill/stores/postgres-server.ts';
import { createRedisServer } from '../../drill/stores/redis-server.ts';
import { findFreePorts } from '../../processes/find-free-ports.ts';
import { createServiceProcess } from '../../processes/service-process.ts';
import { spawnProgram } from './spawn-program.ts';
import type { Addresses, Setup } from './stage.ts';
import { MODEL_LOG_TOKEN } from './turn-times.ts';
import { WITHOUT_PERSON_LIMITS } from './without-limits.ts';

/** As in production: a process per service, Redis and PostgreSQL, with Discord and model in processes of their own. */
export function production(programs: StorePrograms): Setup {
  return {
    name: 'Redis + Postgres',
    async start(directory) {
      const [discord, model, gateway, bot, worker, postgres, redis] = await findFreePorts(7);
      const stops: (() => Promise<void>)[] = [];
      const stop = async () => {
        for (const end of stops.toReversed()) await end();
      };
      try {
        return { addresses: await startAll({ discord, model, gateway, bot, worker, postgres, redis }), stop };
      } catch (error) {
        await stop();
        throw error;
      }

      async function startAll(ports: Record<string, number | undefined>): Promise<Addresses> {
        const port = (name: string) => ports[name] ?? 0;
        const database = await createPostgresServer({ programs, directory, port: port('postgres') });
        const queue = await createRedisServer({ program: programs.redisServer, directory, port: port('redis') });
        for (const store of [database, queue]) {
          stops.push(() => store.stop());
          await store.start();
        }
        await migrateDatabase({ url: database.url });
        await seedDatabase({ url: database.url });

        const neighbour = async (name: string, env: Readonly<Record<string, string>>) => {
          const program = await spawnProgram({
            command: process.execPath,
            args: [fileURLToPath(new URL('main.ts', import.meta.resolve(`@tzurot/${name}`)))],
            env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], ...env },
            readyWhen: /ready|listens/,
            logPath: join(directory, `${name}.log`),
          });
          stops.push(() => program.stop());
        };
        await neighbour('local-discord', { LOCAL_DISCORD_PORT: String(port('discord')), LOCAL_DISCORD_LIMITS: 'off' });
        await neighbour('local-model', {
          LOCAL_MODEL_PORT: String(port('model')),
          LOCAL_MODEL_LOG_TOKEN: MODEL_LOG_TOKEN,
        });

        const discordUrl = `http://127.0.0.1:${port('discord')}`;
        const modelUrl = `http://127.0.0.1:${port('model')}`;
        const secrets = makeSecrets();
        const around: Surroundings = {
          databaseUrl: database.url,
          redisUrl: queue.url,
          secrets,
          discord: { apiUrl: `${discordUrl}/api`, token: 'bot.tzurot' },
          modelUrl,
          ports: { 'api-gateway': port('gateway'), 'bot-client': port('bot'), 'ai-worker': port('worker') },
          operator: WITHOUT_PERSON_LIMITS,
        };
        for (const name of SERVICE_NAMES) {
          const service = createServiceProcess(name, { around, logPath: join(directory, `${name}.log`) });
          stops.push(() => service.stop());
          await service.start();
        }
        return {
          discordUrl,
          modelUrl,
          gatewayUrl: `http://127.0.0.1:${port('gateway')}`,
          databaseUrl: database.url,
          tokens: { bot: secrets.botClientToken, worker: secrets.aiWorkerToken },
        };
      }
    },
  };
}
