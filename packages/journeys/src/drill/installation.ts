import { join } from 'node:path';
import { migrateDatabase, seedDatabase } from '@tzurot/api-gateway';
import { type LocalDiscord, startLocalDiscord } from '@tzurot/local-discord';
import { startLocalModel } from '@tzurot/local-model';
import { makeSecrets, SERVICE_NAMES, type Surroundings } from '@tzurot/startup';
import { findFreePorts } from '../processes/find-free-ports.ts';
import { EVERYTHING, type VictimName } from './plan-kills.ts';
import { createEmbeddedDatabase } from './stores/embedded-database.ts';
import { findStorePrograms } from './stores/find-programs.ts';
import { createPostgresServer } from './stores/postgres-server.ts';
import { createRedisServer } from './stores/redis-server.ts';
import type { StoreProcess } from './stores/store-process.ts';
import { superviseService, type Victim } from './supervise.ts';

export type Backend = 'embedded' | 'redis';

/** A whole bot in processes of its own, with the Discord and the model that it talks to in this one. */
export interface Installation {
  discord: LocalDiscord;
  around: Surroundings;
  /** Those that have a process. */
  victimNames: VictimName[];
  victimOf(name: VictimName | typeof EVERYTHING): Victim;
  stop(): Promise<void>;
}

/**
 * Starts everything.
 * @param directory where data and the logs of every process go
 * @param onEnd is told when a service ends by itself
 * @throws Error when the backend needs programs that this machine lacks
 */
export async function startInstallation({
  backend,
  directory,
  onEnd,
}: {
  backend: Backend;
  directory: string;
  onEnd: (what: string) => void;
}): Promise<Installation> {
  const [databasePort = 0, redisPort = 0, gatewayPort = 0, workerPort = 0, botPort = 0] = await findFreePorts(5);
  const started: { stop(): Promise<unknown> }[] = [];
  const own = <Part extends { stop(): Promise<unknown> }>(part: Part): Part => {
    started.push(part);
    return part;
  };
  const stop = async () => {
    for (const part of started.toReversed()) await part.stop();
  };

  try {
    const stores = await createStores(backend, directory, { database: databasePort, redis: redisPort });
    for (const store of stores) await own(store).start();
    const databaseUrl = stores.find(({ name }) => name === 'database')?.url ?? '';
    await migrateDatabase({ url: databaseUrl });
    await seedDatabase({ url: databaseUrl });
    const discord = await startLocalDiscord({ port: 0 });
    own({ stop: () => discord.close() });
    const model = await startLocalModel({ port: 0 });
    own({ stop: () => model.close() });

    const around: Surroundings = {
      databaseUrl,
      redisUrl: stores.find(({ name }) => name === 'redis')?.url,
      secrets: makeSecrets(),
      discord: { apiUrl: `${discord.url}/api`, token: discord.world.bot.token },
      modelUrl: model.url,
      ports: { 'api-gateway': gatewayPort, 'ai-worker': workerPort, 'bot-client': botPort },
      operator: { LOG_LEVEL: 'debug', OPERATOR_SETTINGS: JSON.stringify({ joinSeconds: 0, repeatSeconds: 0 }) },
    };
    const victims = new Map<VictimName, Victim>(stores.map((store) => [store.name, store]));
    const services = SERVICE_NAMES.map((name) => {
      const service = own(superviseService(name, { around, logPath: join(directory, `${name}.log`), onEnd }));
      victims.set(name, service);
      return service;
    });
    await Promise.all(services.map((service) => service.start()));
    const all: Victim = {
      kill: async () => void (await Promise.all([...victims.values()].map((victim) => victim.kill()))),
      start: async () => void (await Promise.all([...victims.values()].map((victim) => victim.start()))),
    };
    return {
      discord,
      around,
      victimNames: [...victims.keys()].toSorted(),
      victimOf(name) {
        const victim = name === EVERYTHING ? all : victims.get(name);
        if (victim === undefined) throw new Error(`there is no ${name} here`);
        return victim;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function createStores(
  backend: Backend,
  directory: string,
  ports: { database: number; redis: number },
): Promise<StoreProcess[]> {
  if (backend === 'embedded') return [createEmbeddedDatabase({ directory, port: ports.database })];
  const programs = findStorePrograms();
  if ('missing' in programs) throw new Error(`needs ${programs.missing.join(' and ')} on this machine`);
  return [
    await createPostgresServer({ programs, directory, port: ports.database }),
    await createRedisServer({ program: programs.redisServer, directory, port: ports.redis }),
  ];
}
