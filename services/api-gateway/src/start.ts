import { createVendorCatalogue, ROUTES } from '@tzurot/contracts';
import {
  createBadRows,
  createSecretBox,
  defineService,
  parseEncryptionKeys,
  serveRoutes,
  waitFor,
} from '@tzurot/platform';
import { GatewayConfig, GatewaySecrets } from './config.ts';
import type { GatewayContext } from './context.ts';
import { hasVectors } from './database/add-vectors.ts';
import { checkMigrated } from './database/apply-migrations.ts';
import { checkEncryptionKeys } from './database/check-encryption-keys.ts';
import { connect } from './database/connect.ts';
import { MIGRATIONS_DIRECTORY } from './database/locations.ts';
import { query, sql } from './database/query.ts';
import { rotateSecrets } from './database/rotate-secrets.ts';
import { watchWrites } from './database/watch-writes.ts';
import { workInBackground } from './database/work-in-background.ts';
import { createCorpusSizes } from './memory/corpus-sizes.ts';
import { refreshTerms } from './memory/ranking/refresh-terms.ts';
import { createEmbedLater } from './memory/vectors/embed-later.ts';
import { handlers, publicFiles } from './routes.ts';
import { giveFirstSettings } from './settings/first-settings.ts';
import { startSweeper } from './turns/sweeper.ts';
import { followVendors } from './vendors/follow-vendors.ts';

/** The longest card that an import takes, with what JSON makes of it. */
const BODY_LIMIT_BYTES = 8 * 1_048_576;

/** Owns all state; starts once its database is there. */
export const apiGateway = defineService({
  name: 'api-gateway',
  config: GatewayConfig,
  secrets: GatewaySecrets,
  async start(stack, { config, secrets, log, metrics, clock, signal, openState, openQueues }) {
    const waiting = { log, ...(signal && { signal }) };
    const box = createSecretBox(parseEncryptionKeys(secrets.ENCRYPTION_KEYS));
    const connection = stack.own(
      'database',
      connect({ url: secrets.DATABASE_URL, log, timeoutMs: config.STORE_TIMEOUT_MS }),
      (part) => part.close(),
    );
    const { pool, prisma } = connection;
    await waitFor('the database', () => query(pool, sql`SELECT 1`), waiting);
    await checkMigrated(pool, MIGRATIONS_DIRECTORY);
    await checkEncryptionKeys(pool, box, log);

    const queues = await openQueues();
    const state = await openState();

    const guest =
      config.GUEST_VENDOR === undefined || config.GUEST_MODEL === undefined
        ? null
        : { vendor: config.GUEST_VENDOR, model: config.GUEST_MODEL };
    const embedLater = (await hasVectors(pool))
      ? createEmbedLater({ queues, log, everyMs: config.EMBED_EVERY_MS })
      : null;
    const badRows = createBadRows({ log, metrics });
    const vendors = createVendorCatalogue();
    const writes = watchWrites(pool, log);
    const personLimit =
      config.PERSON_BURST === 0 ? null : { burst: config.PERSON_BURST, perMinute: config.PERSON_PER_MINUTE };
    const ctx: GatewayContext = {
      log,
      pool,
      prisma,
      writes,
      box,
      queues,
      state,
      badRows,
      vendors,
      guest,
      personLimit,
      shardLeaseMs: config.SHARD_LEASE_SECONDS * 1_000,
      embedLater,
      corpusSizes: createCorpusSizes(),
    };
    await giveFirstSettings(config.OPERATOR_SETTINGS, ctx);
    stack.own('vendors', await followVendors(ctx), (stop) => stop());
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
      reportBadRows: badRows.report,
      bodyLimitBytes: BODY_LIMIT_BYTES,
      health: {
        database: async () => {
          await query(pool, sql`SELECT 1`);
          await writes.check();
        },
        queue: () => queues.ready(),
        state: () => state.ready(),
      },
    });
    stack.own('routes', server, (part) => part.stop());
    stack.own('sweeper', startSweeper(ctx, clock), (part) => part.stop());
    const works = [
      { done: 'secrets re-encrypted', step: rotateSecrets(ctx) },
      { done: 'terms of memories made anew', step: () => refreshTerms(ctx) },
    ];
    stack.own('background work', workInBackground(works, { clock, log }), (part) => part.stop());
    log.info({ url: server.url }, 'gateway is ready');
    return { url: server.url };
  },
});
