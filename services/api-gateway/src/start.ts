import { ROUTES } from '@tzurot/contracts';
import {
  type Clock,
  createJobQueues,
  createLog,
  createMetrics,
  createSecretBox,
  createSharedState,
  type JobQueues,
  type Log,
  type Metrics,
  parseEncryptionKeys,
  type RunningService,
  type SharedState,
  serveRoutes,
  startService,
  systemClock,
  waitFor,
} from '@tzurot/platform';
import { checkEncryptionKeys } from './access/check-encryption-keys.ts';
import type { GatewayConfig, GatewaySecrets } from './config.ts';
import type { GatewayContext } from './context.ts';
import { hasVectors } from './database/add-vectors.ts';
import { checkMigrated } from './database/apply-migrations.ts';
import { connect } from './database/connect.ts';
import { MIGRATIONS_DIRECTORY } from './database/locations.ts';
import { query, sql } from './database/query.ts';
import { createEmbedLater } from './memory/vectors/embed-later.ts';
import { handlers, publicFiles } from './routes/index.ts';
import { startSweeper } from './turns/sweeper.ts';

/** What a process that already has them shares with the gateway; whoever made them closes them. */
export interface SharedParts {
  log?: Log;
  queues?: JobQueues;
  state?: SharedState;
  metrics?: Metrics;
  /** By which the sweep comes round. */
  clock?: Clock;
  /** Ends the waiting for a database that does not come. */
  signal?: AbortSignal;
}

export interface RunningGateway extends RunningService {
  /** Such as `http://127.0.0.1:3902`. */
  url: string;
}

/**
 * Starts the gateway once its database is there.
 * @throws ConfigError when the database lacks a migration, an encryption key is missing or wrong, or the port is taken
 */
export async function startApiGateway(
  config: GatewayConfig,
  secrets: GatewaySecrets,
  shared: SharedParts = {},
): Promise<RunningGateway> {
  const log = shared.log ?? createLog({ service: 'api-gateway', level: config.LOG_LEVEL });
  const stores = { redisUrl: secrets.REDIS_URL, databaseUrl: secrets.DATABASE_URL, log };
  const waiting = { log, ...(shared.signal && { signal: shared.signal }) };
  let url = '';
  const service = await startService({ name: 'api-gateway', log }, async (stack) => {
    const box = createSecretBox(parseEncryptionKeys(secrets.ENCRYPTION_KEYS));
    const connection = stack.own('database', connect({ url: secrets.DATABASE_URL, log }), (part) => part.close());
    const { pool, prisma } = connection;
    await waitFor('the database', () => query(pool, sql`SELECT 1`), waiting);
    await checkMigrated(pool, MIGRATIONS_DIRECTORY);
    await checkEncryptionKeys(pool, box);

    const metrics = shared.metrics ?? createMetrics({ service: 'api-gateway' });
    const queues =
      shared.queues ?? stack.own('queues', createJobQueues({ ...stores, metrics }), (part) => part.close());
    const state = shared.state ?? stack.own('shared state', createSharedState(stores), (part) => part.close());
    await queues.start(shared.signal);
    await state.start(shared.signal);

    const guest =
      config.GUEST_VENDOR === undefined || config.GUEST_MODEL === undefined
        ? null
        : { vendor: config.GUEST_VENDOR, model: config.GUEST_MODEL };
    const embedLater = (await hasVectors(pool))
      ? createEmbedLater({ queues, log, everyMs: config.EMBED_EVERY_MS })
      : null;
    const ctx: GatewayContext = { log, pool, prisma, box, queues, state, guest, embedLater };
    const server = await serveRoutes({
      handlers,
      expectedRoutes: ROUTES,
      publicFiles,
      ctx,
      credentials: { 'bot-client': secrets.SERVICE_TOKEN_BOT_CLIENT, 'ai-worker': secrets.SERVICE_TOKEN_AI_WORKER },
      setting: 'GATEWAY_PORT',
      host: config.HOST,
      port: config.GATEWAY_PORT,
      log,
      metrics,
      health: { database: () => query(pool, sql`SELECT 1`), queue: () => queues.ready(), state: () => state.ready() },
    });
    stack.own('routes', server, (part) => part.stop());
    stack.own('sweeper', startSweeper(ctx, shared.clock ?? systemClock), (part) => part.stop());
    url = server.url;
    log.info({ url }, 'gateway is ready');
  });
  return { ...service, url };
}
