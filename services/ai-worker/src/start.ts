import { createHealthServer, createRouteClient, defineService } from '@tzurot/platform';

import { WorkerConfig, WorkerSecrets } from './config.ts';
import { createContext } from './context.ts';
import { jobs, requireAllHandled } from './jobs/index.ts';
import { createBotBudget, createDiscordApi } from './outlets/index.ts';
import { reportPictures } from './report-pictures.ts';
import { listenForTurnSignals } from './turns/signals.ts';
import { turnsAtOnce } from './turns-at-once.ts';
import { publishOffered } from './vendors/publish-vendors.ts';

/** Short errands to vendors, beside the turns. */
const CHORES_AT_ONCE = 8;
/** Longer than a gateway needs to restart. */
const GATEWAY_TIMEOUT_MS = 30_000;

/** Makes turns, and runs errands to vendors. */
export const aiWorker = defineService({
  name: 'ai-worker',
  config: WorkerConfig,
  secrets: WorkerSecrets,
  async start(stack, { config, secrets, log, metrics, clock, signal, openState, openQueues }) {
    requireAllHandled(jobs);
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
    const state = await openState();
    const discord = stack.own(
      'discord client',
      createDiscordApi({
        apiUrl: config.DISCORD_API_URL,
        token: secrets.DISCORD_TOKEN,
        budget: createBotBudget(state, log),
      }),
      (client) => client.close(),
    );
    const turnSignals = stack.own('turn signals', await listenForTurnSignals(state, log), (own) => own.stop());
    const queues = await openQueues();
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
    const ctx = createContext(config, secrets, { gateway, discord, turnSignals, metrics, clock, log });
    stack.own('picture report', reportPictures(ctx.avatars, state, log), (report) => report.stop());
    await publishOffered(ctx, signal);
    // Last in, first stopped: running turns end while everything they need is still there.
    const turns = config.WORKER_CONCURRENCY ?? turnsAtOnce();
    const concurrency = { turns, chores: CHORES_AT_ONCE };
    stack.own('job worker', queues.work(jobs, ctx, { concurrency }), (worker) => worker.stop());
    log.info({ config, turnsAtOnce: turns, vendors: [...ctx.vendors.keys()] }, 'ai-worker started');
  },
});
