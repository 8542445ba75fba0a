import { createWriteStream } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { defaultWorld, type LocalDiscord, type LocalDiscordOptions, type WorldIds } from '@tzurot/local-discord';
import { type LocalModelServer, startLocalModel } from '@tzurot/local-model';
import { createLog, type Log, type LogLevel, type ServiceStack, startService } from '@tzurot/platform';
import { type FaultProxy, startFaultProxy } from '@tzurot/platform/testing';
import type { Environment, KeptDatabase, ServiceName, Surroundings } from '@tzurot/startup';
import { startSurroundings } from '@tzurot/startup';
import { findFreePorts } from '../processes/find-free-ports.ts';
import { enterDiscord, type Person } from './person.ts';
import { type Prompt, promptsAbout } from './prompts.ts';
import { createModules, createProcesses, type SeparateServices, type Services } from './run-services.ts';
import { makeTestStores } from './test-stores.ts';

export interface WorldOptions {
  /** What carries database and queue: what `npm start` brings, or what REDIS_URL_TEST and DATABASE_URL_TEST name. */
  backend?: 'embedded' | 'redis';
  /** Whether the services are modules of this process or have one each. */
  processes?: 'one' | 'separate';
  /** Settings of the operator. */
  operator?: Environment;
  /** How much the services log into the files of the world; `debug` unless said. */
  logLevel?: LogLevel;
  /** Where the services keep what they keep; beside the logs unless said. */
  dataDir?: string;
  /** Whether database and Redis are reached through doors that can be shut. */
  hasDoors?: boolean;
  /** How Discord limits calls; not at all unless said. */
  limits?: LocalDiscordOptions['limits'];
  /** Whether local-model answers guests, as `npm start` has it, or stands for the vendors whose keys people bring. */
  models?: 'guests' | 'vendors';
}

/** Everything that `npm start` brings, with three people in it. */
export interface World {
  readonly places: WorldIds;
  readonly ada: Person;
  readonly ben: Person;
  readonly cyn: Person;
  readonly discord: LocalDiscord;
  readonly model: LocalModelServer;
  /** Null when it is somebody else's. */
  readonly database: KeptDatabase | null;
  readonly around: Surroundings;
  readonly services: Services;
  /** Between the services and what keeps their state. @throws Error when this world has none */
  readonly doors: Doors;
  /** The services' processes. @throws Error when they are modules of this one */
  readonly processes: SeparateServices['processes'];
  /** All our files on disk: data directory and logs. */
  readonly directory: string;
  /** What the models were asked when the last message held `saying`. */
  promptsAbout: (saying: string) => Prompt[];
  /** Waits until nobody does anything any more. @throws Error that says what still goes on */
  settles: () => Promise<void>;
  close: () => Promise<void>;
}

export interface Doors {
  database: FaultProxy;
  /** Null when the database carries the queue too. */
  redis: FaultProxy | null;
}

const SETTLE_TIMEOUT_MS = 20_000;

/** Whoever tests talks faster than a person may, says the same again, and waits for nobody. */
const PATIENT: Environment = {
  PERSON_BURST: '0',
  OPERATOR_SETTINGS: JSON.stringify({ joinSeconds: 0, repeatSeconds: 0 }),
};

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { backend = 'embedded', processes = 'one', operator, limits = { mode: 'off' }, logLevel = 'debug' } = options;
  const directory = await mkdtemp(join(tmpdir(), 'tzurot-world-'));
  const logDir = join(directory, 'logs');
  await mkdir(logDir);
  const logOf = (service: string): Log =>
    createLog({
      service,
      level: logLevel,
      destination: createWriteStream(join(logDir, `${service}.log`), { flags: 'a' }),
    });
  const onFatal = (error: Error) => logOf('world').fatal({ err: error }, 'stopped for good');

  let parts: Parts | undefined;
  const running = await startService({ name: 'world', log: logOf('world') }, async (stack) => {
    stack.own('files', directory, (path) => rm(path, { recursive: true, force: true }));
    const stores = backend === 'redis' ? stack.own('stores', await makeTestStores(), (part) => part.remove()) : null;
    const dataDir = options.dataDir ?? join(directory, 'data');
    // A database that is migrated already, where the run of tests has made one.
    const made = process.env['TEST_DATABASE_DIRECTORY'];
    if (stores === null && made !== undefined) await cp(made, join(dataDir, 'db'), { recursive: true });
    const vendors = options.models === 'vendors' ? await startVendors(stack) : null;
    const surroundings = await startSurroundings(stack, {
      host: '127.0.0.1',
      dataDir,
      ports: { discord: 0, model: 0, database: 0, ...(await findServicePorts()) },
      databaseUrl: stores?.databaseUrl,
      redisUrl: stores?.redisUrl,
      discordLimits: limits,
      ...(vendors !== null && { hasLocalModel: false }),
      operator: { ...PATIENT, LOG_LEVEL: logLevel, ...vendors?.urls, ...operator },
      logOf,
      onFatal,
    });
    const { discord, database, keepSecrets } = surroundings;
    const model = vendors?.model ?? surroundings.model;
    const doors = options.hasDoors === true ? await openDoors(stack, surroundings.around) : null;
    const around = { ...surroundings.around, ...(doors && behind(doors)) };
    if (discord === null || model === null) throw new Error('a world has a Discord and a model of its own');

    const separate = processes === 'separate' ? createProcesses({ around, logDir }) : null;
    const services = separate ?? createModules({ around, logOf, onGateway: keepSecrets, onFatal });
    stack.own('services', services, (part) => part.stop());
    await services.start();
    if (separate !== null) await keepSecrets();

    const where = { guildId: defaultWorld.guild.id, botId: defaultWorld.bot.id };
    const enter = async (account: WorldIds['people']['ada']) =>
      stack.own(account.username, await enterDiscord(discord.url, account, where), (person) => person.leaves());
    const { people } = defaultWorld;
    const [ada, ben, cyn] = await Promise.all([enter(people.ada), enter(people.ben), enter(people.cyn)]);
    parts = { ada, ben, cyn, discord, model, database, around, services, separate, doors };
  });
  if (parts === undefined) throw new Error('a world started without its parts');
  const { separate, doors, ...rest } = parts;
  const { discord, model } = rest;

  return {
    ...rest,
    places: defaultWorld,
    directory,
    get doors() {
      if (doors === null) throw new Error('this world was started without doors');
      return doors;
    },
    get processes() {
      if (separate === null) throw new Error('the services of this world are modules of one process');
      return separate.processes;
    },
    promptsAbout: (saying) => promptsAbout(model, saying),
    async settles() {
      const busy = await discord.settle({ timeoutMs: SETTLE_TIMEOUT_MS });
      if (busy.length > 0) throw new Error(`still busy after ${SETTLE_TIMEOUT_MS} ms: ${busy.join('; ')}`);
    },
    close: () => running.stop(),
  };
}

interface Parts extends Pick<World, 'ada' | 'ben' | 'cyn' | 'discord' | 'model' | 'database' | 'around' | 'services'> {
  separate: SeparateServices | null;
  doors: Doors | null;
}

/** Every vendor whose dialect local-model speaks. */
async function startVendors(stack: ServiceStack): Promise<{ model: LocalModelServer; urls: Environment }> {
  const model = stack.own('model', await startLocalModel({ port: 0 }), (server) => server.close());
  return {
    model,
    urls: {
      OPENROUTER_URL: `${model.url}/api/v1`,
      OPENAI_URL: `${model.url}/v1`,
      ANTHROPIC_URL: `${model.url}/anthropic`,
      GOOGLE_URL: `${model.url}/google/v1beta`,
    },
  };
}

async function openDoors(stack: ServiceStack, { databaseUrl, redisUrl }: Surroundings): Promise<Doors> {
  const open = async (url: string) => stack.own('door', await startFaultProxy(url), (door) => door.stop());
  return { database: await open(databaseUrl), redis: redisUrl === undefined ? null : await open(redisUrl) };
}

function behind({ database, redis }: Doors): Pick<Surroundings, 'databaseUrl' | 'redisUrl'> {
  return { databaseUrl: database.url, redisUrl: redis?.url };
}

async function findServicePorts(): Promise<Record<ServiceName, number>> {
  const [gateway = 0, worker = 0, bot = 0] = await findFreePorts(3);
  return { 'api-gateway': gateway, 'ai-worker': worker, 'bot-client': bot };
}
