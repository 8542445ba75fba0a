import {
  type Clock,
  createHealthServer,
  createJobQueues,
  createLog,
  createMetrics,
  createRouteClient,
  createSharedState,
  type Log,
  type Metrics,
  type RunningService,
  type SharedState,
  startService,
  systemClock,
} from '@tzurot/platform';

import type { WorkerConfig, WorkerSecrets } from './config.ts';
import { createContext } from './context.ts';
import { createBotBudget, createDiscordApi, type DeliveryLimits } from './delivery/index.ts';
import { jobs, requireAllHandled } from './jobs/index.ts';
import { reportPictures } from './report-pictures.ts';
import { listenForWithdrawals } from './turns/withdrawals.ts';

export interface WorkerParts {
  log?: Log;
  clock?: Clock;
  /** The one of the process that several services share; the caller closes it. */
  sharedState?: SharedState;
  metrics?: Metrics;
  delivery?: DeliveryLimits;
  signal?: AbortSignal;
}

/** Short errands to vendors, beside the turns. */
const CHORES_AT_ONCE = 8;
/** Longer than a gateway needs to restart. */
const GATEWAY_TIMEOUT_MS = 30_000;

/**
 * Starts the worker in this process.
 * @throws ConfigError when the health port is taken, or Redis may lose jobs
 */
export async function startAiWorker(
  config: WorkerConfig,
  secrets: WorkerSecrets,
  parts: WorkerParts = {},
): Promise<RunningService> {
  requireAllHandled(jobs);
  const { log = createLog({ service: 'ai-worker', level: config.LOG_LEVEL }), clock = systemClock, signal } = parts;
  const store = { redisUrl: secrets.REDIS_URL, databaseUrl: secrets.DATABASE_URL, log };

  return startService({ name: 'ai-worker', log }, async (stack) => {
    const metrics = parts.metrics ?? createMetrics({ service: 'ai-worker' });
    const gateway = stack.own(
      'gateway client',
      createRouteClient({
        baseUrl: config.GATEWAY_URL,
        credential: secrets.SERVICE_TOKEN_AI_WORKER,
        log,
        timeoutMs: GATEWAY_TIMEOUT_MS,
      }),
      (client) => client.close(),
    );
    const state = parts.sharedState ?? stack.own('shared state', createSharedState(store), (own) => own.close());
    if (parts.sharedState === undefined) await state.start(signal);
    const discord = stack.own(
      'discord client',
      createDiscordApi({
        apiUrl: config.DISCORD_API_URL,
        token: secrets.DISCORD_TOKEN,
        budget: createBotBudget(state, log),
      }),
      (client) => client.close(),
    );
    const withdrawals = stack.own('withdrawals', await listenForWithdrawals(state, log), (own) => own.stop());
    const queues = stack.own('queues', createJobQueues({ ...store, metrics }), (own) => own.close());
    await queues.start(signal);
    stack.own(
      'health server',
      await createHealthServer({
        setting: 'WORKER_PORT',
        host: config.HOST,
        port: config.WORKER_PORT,
        checks: { queue: () => queues.ready(), sharedState: () => state.ready() },
        log,
        metrics,
      }),
      (server) => server.stop(),
    );
    const ctx = createContext(config, secrets, {
      gateway,
      discord,
      withdrawals,
      clock,
      log,
      ...(parts.delivery !== undefined && { delivery: parts.delivery }),
    });
    stack.own('picture report', reportPictures(ctx.avatars, state, log), (report) => report.stop());
    // Last in, first stopped: running turns end while everything they need is still there.
    const concurrency = { turns: config.WORKER_CONCURRENCY, chores: CHORES_AT_ONCE };
    stack.own('job worker', queues.work(jobs, ctx, { concurrency }), (worker) => worker.stop());
    log.info({ config, vendors: [...ctx.vendors.keys()] }, 'ai-worker started');
  });
}
