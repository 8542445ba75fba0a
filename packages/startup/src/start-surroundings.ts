import { join } from 'node:path';
import { migrateDatabase, seedDatabase } from '@tzurot/api-gateway';
import { type LocalDiscord, type LocalDiscordOptions, startLocalDiscord } from '@tzurot/local-discord';
import { type LocalModelServer, startLocalModel } from '@tzurot/local-model';
import { dumpLocalPostgres } from '@tzurot/local-postgres';
import type { Log, ServiceStack } from '@tzurot/platform';
import type { Environment, ServiceName, Surroundings } from './environment.ts';
import { explainStart } from './explain-start.ts';
import { type KeptDatabase, keepDatabase } from './keep-database.ts';
import { databaseFolder, dumpTo } from './migrate-embedded.ts';
import { closeToOthers, type LocalSecrets, makeSecrets, readSecrets, writeSecrets } from './secrets-file.ts';
import { inSilence, type Stage } from './stage.ts';

export interface SurroundingsOptions {
  host: string;
  dataDir: string;
  ports: Readonly<Record<ServiceName | 'discord' | 'model' | 'database', number>>;
  /** A database that already runs; one is started below `dataDir` when absent. */
  databaseUrl?: string | undefined;
  redisUrl?: string | undefined;
  /** Real Discord; the one that runs here when absent. */
  discordToken?: string | undefined;
  /** How the Discord that runs here limits calls; exactly like the real one unless said. */
  discordLimits?: LocalDiscordOptions['limits'];
  /** Discord's own description, by which the one that runs here judges every call. */
  openApiFile?: string | undefined;
  /** Whether the local model answers people without a key: on the local Discord unless said, on the real one only if said. */
  hasLocalModel?: boolean | undefined;
  /** What the local model's log is asked with; the one of the data directory when absent. */
  modelLogToken?: string | undefined;
  operator?: Environment;
  /** Told what is started now, and may say so. */
  stage?: Stage | undefined;
  logOf: (service: string) => Log;
  onFatal: (error: Error) => void;
}

/** Everything that the services need of the world, running. */
export interface RunningSurroundings {
  around: Surroundings;
  /** Null on real Discord. */
  discord: LocalDiscord | null;
  model: LocalModelServer | null;
  /** Null when it was there before. */
  database: KeptDatabase | null;
  /** To be called when the gateway has seen that no stored key needs older secrets than these. */
  keepSecrets: () => Promise<void>;
}

/** The embedded database has one session for everybody, which a dump or a busy machine may keep; it cannot get lost on the way. */
const EMBEDDED_TIMEOUT_MS = 60_000;
/** The token and the API of local-discord's default world. */
const LOCAL_BOT_TOKEN = 'bot.tzurot';

/**
 * Starts what nobody else provides, and brings the database up to date.
 * @throws ConfigError for what whoever starts it can mend
 */
export async function startSurroundings(
  stack: ServiceStack,
  options: SurroundingsOptions,
): Promise<RunningSurroundings> {
  const { dataDir, ports, logOf, onFatal, stage = inSilence } = options;
  const existing = await readSecrets(dataDir);
  for (const sentence of await closeToOthers(dataDir)) logOf('files').warn(sentence);
  const secrets: LocalSecrets = existing ?? makeSecrets();

  let database: KeptDatabase | null = null;
  if (options.databaseUrl === undefined) {
    const place = { dataDir: databaseFolder(dataDir), port: ports.database, password: secrets.databasePassword };
    const kept = await stage('database', () =>
      keepDatabase({ ...place, log: logOf('database'), onGivenUp: onFatal }).catch(
        explainStart('DATABASE_PORT', ports.database),
      ),
    );
    database = stack.own('database', kept, (part) => part.stop());
  }
  const databaseUrl = options.databaseUrl ?? database?.url ?? '';
  await stage('schema and first characters', async () => {
    await migrateDatabase({
      url: databaseUrl,
      async beforeChange() {
        if (database === null) return;
        const file = await dumpTo(dataDir, (path) =>
          dumpLocalPostgres({ dataDir: databaseFolder(dataDir), filePath: path }),
        );
        logOf('database').info({ file }, 'backed up before its schema changes');
      },
    });
    await seedDatabase({ url: databaseUrl });
  });

  const isLocalDiscord = options.discordToken === undefined;
  const discordOptions = {
    port: ports.discord,
    // What was said is there again after a restart, as it is on Discord.
    stateFile: join(dataDir, 'discord.json'),
    ...(options.discordLimits && { limits: options.discordLimits }),
    ...(options.openApiFile !== undefined && { openApiFile: options.openApiFile }),
  };
  let discord: LocalDiscord | null = null;
  if (isLocalDiscord) {
    const running = await stage('Discord of its own', () =>
      startLocalDiscord(discordOptions).catch(explainStart('DISCORD_PORT', ports.discord)),
    );
    discord = stack.own('discord', running, (part) => part.close());
  }
  let model: LocalModelServer | null = null;
  if (options.hasLocalModel ?? isLocalDiscord) {
    const running = await stage('model of its own', () =>
      startLocalModel({ port: ports.model, logToken: options.modelLogToken ?? secrets.modelLogToken }).catch(
        explainStart('MODEL_PORT', ports.model),
      ),
    );
    model = stack.own('model', running, (part) => part.close());
  }

  return {
    discord,
    model,
    database,
    async keepSecrets() {
      if (existing === null) await writeSecrets(dataDir, secrets);
    },
    around: {
      databaseUrl,
      redisUrl: options.redisUrl,
      secrets,
      discord: {
        apiUrl: discord === null ? undefined : `${discord.url}/api`,
        token: options.discordToken ?? LOCAL_BOT_TOKEN,
      },
      modelUrl: model?.url ?? null,
      ...(database !== null && { storeTimeoutMs: EMBEDDED_TIMEOUT_MS }),
      ports,
      host: options.host,
      ...(options.operator !== undefined && { operator: options.operator }),
    },
  };
}
