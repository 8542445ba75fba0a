import { join } from 'node:path';
import { migrateDatabase, seedDatabase } from '@tzurot/api-gateway';
import { inviteUrl } from '@tzurot/bot-client';
import { startLocalDiscord } from '@tzurot/local-discord';
import { startLocalModel } from '@tzurot/local-model';
import { spawnLocalPostgres } from '@tzurot/local-postgres';
import type { Log, ServiceStack } from '@tzurot/platform';
import type { Environment, ServiceName, Surroundings } from './environment.ts';
import { makeSecrets, readSecrets, writeSecrets } from './secrets-file.ts';
import { startInProcess } from './start-in-process.ts';

export interface OnThisMachineOptions {
  host: string;
  dataDir: string;
  ports: Readonly<Record<ServiceName | 'discord' | 'model' | 'database', number>>;
  /** A database that already runs; one is started below `dataDir` when absent. */
  databaseUrl?: string | undefined;
  redisUrl?: string | undefined;
  /** Real Discord; the one that runs here when absent. */
  discordToken?: string | undefined;
  /** Whether the local model answers people without a key: on the local Discord unless said, on the real one only if said. */
  hasLocalModel?: boolean | undefined;
  operator?: Environment;
  logOf: (service: string) => Log;
  signal?: AbortSignal;
  onFatal: (error: Error) => void;
}

export interface OnThisMachine {
  around: Surroundings;
  /** The page to talk in; null on real Discord. */
  pageUrl: string | null;
  /** What to tell the person who started it. */
  welcome: string[];
}

/** The token and the API of local-discord's default world. */
const LOCAL_BOT_TOKEN = 'bot.tzurot';

/** Starts everything that nobody else provides, then the three services in this process. */
export async function startOnThisMachine(stack: ServiceStack, options: OnThisMachineOptions): Promise<OnThisMachine> {
  const { dataDir, ports, logOf } = options;
  const existing = await readSecrets(dataDir);
  const secrets = existing ?? makeSecrets();

  let { databaseUrl } = options;
  if (databaseUrl === undefined) {
    const database = await spawnLocalPostgres({
      dataDir: join(dataDir, 'db'),
      port: ports.database,
      log: logOf('database'),
    });
    stack.own('database', database, (part) => part.stop());
    void database.exited.then(({ code, signal }) => {
      if (code !== 0) options.onFatal(new Error(`the database ended with ${signal ?? `code ${code}`}`));
    });
    databaseUrl = database.url;
  }
  await migrateDatabase({ url: databaseUrl });

  const isLocalDiscord = options.discordToken === undefined;
  const discord = isLocalDiscord
    ? stack.own('discord', await startLocalDiscord({ port: ports.discord }), (part) => part.close())
    : null;
  const model =
    (options.hasLocalModel ?? isLocalDiscord)
      ? stack.own('model', await startLocalModel({ port: ports.model }), (part) => part.close())
      : null;

  const around: Surroundings = {
    databaseUrl,
    redisUrl: options.redisUrl,
    secrets,
    discord: {
      apiUrl: discord === null ? undefined : `${discord.url}/api`,
      token: options.discordToken ?? LOCAL_BOT_TOKEN,
    },
    modelUrl: model?.url ?? null,
    ports,
    host: options.host,
    ...(options.operator !== undefined && { operator: options.operator }),
  };
  const services = await startInProcess({
    around,
    logOf,
    onFatal: options.onFatal,
    async onGateway() {
      // Only now: the gateway has seen that no stored key needs an older secret.
      if (existing === null) await writeSecrets(dataDir, secrets);
      await seedDatabase({ url: databaseUrl });
    },
    ...(options.signal !== undefined && { signal: options.signal }),
  });
  stack.own('services', services, (part) => part.stop());

  const pageUrl = discord?.url ?? null;
  return { around, pageUrl, welcome: welcome(pageUrl, options.discordToken) };
}

function welcome(pageUrl: string | null, token: string | undefined): string[] {
  if (pageUrl !== null) return [`Open ${pageUrl} and write in #general:  @Lilith hello`];
  // The first part of a token is the application's id in base64; the owner of the token may know it.
  const applicationId = Buffer.from(token?.split('.')[0] ?? '', 'base64').toString();
  return ['The bot is on Discord. Invite it to a server with:', inviteUrl(applicationId)];
}
