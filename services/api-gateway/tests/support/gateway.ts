import { randomUUID } from 'node:crypto';
import { publishVendors, type VendorFacts } from '@tzurot/contracts';
import { createRouteClient, createSharedState, type RouteClient, type SharedState } from '@tzurot/platform';
import { type FakeLog, type FakeQueues, fakeClock, fakeLog, fakeQueues, sampleVendors } from '@tzurot/platform/testing';
import { apiGateway, type GatewayConfig, type GatewaySecrets } from '../../src/index.ts';
import { type DatabaseKind, startDatabase, type TestDatabase } from './database.ts';

export interface TestGateway {
  url: string;
  database: TestDatabase;
  /** The gateway as bot-client calls it. */
  bot: RouteClient;
  /** The gateway as ai-worker calls it. */
  worker: RouteClient;
  queues: FakeQueues;
  state: SharedState;
  log: FakeLog;
  stop(): Promise<void>;
}

const credentials = { bot: randomUUID(), worker: randomUUID() };
export const ENCRYPTION_KEYS = `test:${Buffer.alloc(32, 7).toString('base64')}`;

export const testConfig: GatewayConfig = {
  HOST: '127.0.0.1',
  GATEWAY_PORT: 0,
  LOG_LEVEL: 'debug',
  STORE_TIMEOUT_MS: 60_000,
  SHARD_LEASE_SECONDS: 3,
  OPERATOR_SETTINGS: {},
  PERSON_BURST: 0,
  PERSON_PER_MINUTE: 20,
  EMBED_EVERY_MS: 20_000,
};

export function testSecrets(databaseUrl: string): GatewaySecrets {
  return {
    DATABASE_URL: databaseUrl,
    ENCRYPTION_KEYS,
    SERVICE_TOKEN_BOT_CLIENT: credentials.bot,
    SERVICE_TOKEN_AI_WORKER: credentials.worker,
  };
}

/** A whole gateway on a database of its own, or on a given one; only the queue is kept in memory, to be looked at. */
export async function startGateway(
  config: Partial<GatewayConfig> = {},
  kind: DatabaseKind = 'embedded',
  given?: TestDatabase,
  vendors: readonly VendorFacts[] = sampleVendors,
): Promise<TestGateway> {
  const database = given ?? (await startDatabase(kind));
  const queues = fakeQueues();
  const log = fakeLog('api-gateway');
  const state = createSharedState({ log: log.log });
  const gateway = await apiGateway.start({ ...testConfig, ...config }, testSecrets(database.url), {
    log: log.log,
    queues,
    state,
    // It stands still, so that no sweep comes between: tests sweep when they mean to.
    clock: fakeClock(),
  });
  const client = (credential: string) => createRouteClient({ baseUrl: gateway.url, credential, log: log.log });
  const bot = client(credentials.bot);
  const worker = client(credentials.worker);
  await worker.call(publishVendors, { body: { vendors: [...vendors] } });
  return {
    url: gateway.url,
    database,
    bot,
    worker,
    queues,
    state,
    log,
    async stop() {
      await bot.close();
      await worker.close();
      await gateway.stop();
      await state.close();
      await database.close();
    },
  };
}
