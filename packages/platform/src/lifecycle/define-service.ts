import type { z } from 'zod';

import { type Clock, systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { createLog, type Log, type LogLevel } from '../log.ts';
import { createMetrics, type Metrics } from '../metrics.ts';
import { createJobQueues } from '../queue/create-job-queues.ts';
import type { JobQueues } from '../queue/job-queues.ts';
import { createSharedState } from '../shared-state/create-shared-state.ts';
import type { SharedState } from '../shared-state/shared-state.ts';
import { runMain } from './run-main.ts';
import { type RunningService, type ServiceStack, startService } from './stack.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a process that already has them gives a service; whoever made them starts and closes them. */
export interface ServiceParts {
  log?: Log | undefined;
  metrics?: Metrics | undefined;
  clock?: Clock | undefined;
  state?: SharedState | undefined;
  queues?: JobQueues | undefined;
  /** Ends the waiting for what does not come. */
  signal?: AbortSignal | undefined;
  /** For what is found later and only an operator can fix; the log hears of it when absent. */
  onFatal?: ((error: Error) => void) | undefined;
}

/** What a service starts from. */
export interface Starting<Config, Secrets> {
  config: Config;
  secrets: Secrets;
  log: Log;
  metrics: Metrics;
  clock: Clock;
  signal: AbortSignal | undefined;
  onFatal: (error: Error) => void;
  /** The shared state, ready: the one that was given, else one that stops with this service. */
  openState: () => Promise<SharedState>;
  /** The same for the queues. */
  openQueues: () => Promise<JobQueues>;
}

export interface Service<Config, Secrets, Running> {
  name: string;
  /** @throws ConfigError with everything that is wrong */
  readConfig(env: Environment): { config: Config; secrets: Secrets };
  /** Starts it in this process. @throws ConfigError for what only an operator can fix */
  start(config: Config, secrets: Secrets, parts?: ServiceParts): Promise<RunningService & Running>;
}

/** `Schema`, if what it reads is at least `Least`. */
type Reads<Schema extends z.ZodObject, Least> = Schema & (z.output<Schema> extends Least ? unknown : never);
interface LeastConfig {
  LOG_LEVEL: LogLevel;
  /** See `StoreTimeoutMs`. */
  STORE_TIMEOUT_MS: number;
}
interface LeastSecrets {
  REDIS_URL?: string | undefined;
  DATABASE_URL?: string | undefined;
}

/**
 * A service: the variables it reads (`config.ts`), what it builds from them (`context.ts`), and how its parts start
 * (`start.ts`, where this is called). `main.ts` runs it in a process of its own.
 * @param start gives each part to the stack in order; what it returns is there beside `stop`
 */
export function defineService<Config extends z.ZodObject, Secrets extends z.ZodObject, Running>(definition: {
  name: string;
  config: Reads<Config, LeastConfig>;
  secrets: Reads<Secrets, LeastSecrets>;
  start(stack: ServiceStack, starting: Starting<z.output<Config>, z.output<Secrets>>): Promise<Running>;
}): Service<z.output<Config>, z.output<Secrets>, Running> {
  const { name, config: configSchema, secrets: secretsSchema } = definition;
  return {
    name,
    readConfig: (env) => readConfig({ config: configSchema, secrets: secretsSchema }, env),
    async start(config, secrets, parts = {}) {
      const { LOG_LEVEL: level, STORE_TIMEOUT_MS: timeoutMs } = config as LeastConfig;
      const { REDIS_URL: redisUrl, DATABASE_URL: databaseUrl } = secrets as LeastSecrets;
      const log = parts.log ?? createLog({ service: name, level });
      const metrics = parts.metrics ?? createMetrics({ service: name });
      const stores = { redisUrl, databaseUrl, log, timeoutMs };
      let returned: Running | undefined;
      const running = await startService({ name, log }, async (stack) => {
        const open = async <Part extends { start(signal?: AbortSignal): Promise<void>; close(): Promise<void> }>(
          what: string,
          given: Part | undefined,
          make: () => Part,
        ): Promise<Part> => {
          if (given !== undefined) return given;
          const part = stack.own(what, make(), (own) => own.close());
          await part.start(parts.signal);
          return part;
        };
        returned = await definition.start(stack, {
          config,
          secrets,
          log,
          metrics,
          clock: parts.clock ?? systemClock,
          signal: parts.signal,
          onFatal: parts.onFatal ?? ((error) => log.fatal({ err: error }, 'an operator is needed')),
          openState: () => open('shared state', parts.state, () => createSharedState(stores)),
          openQueues: () => open('queues', parts.queues, () => createJobQueues({ ...stores, metrics })),
        });
      });
      return { ...running, ...returned } as RunningService & Running;
    },
  };
}

/** The whole life of a service in a process of its own, for `main.ts`. @param env the process's environment */
export async function runService<Config, Secrets, Running>(
  service: Service<Config, Secrets, Running>,
  env: Environment,
): Promise<void> {
  const { name } = service;
  await runMain({
    name,
    holdWhenRefused: env['HOLD_WHEN_REFUSED'] === '1',
    async start(signal, onFatal) {
      const { config, secrets } = service.readConfig(env);
      const log = createLog({ service: name, level: (config as LeastConfig).LOG_LEVEL });
      const metrics = createMetrics({ service: name, process: true });
      return { service: await service.start(config, secrets, { log, metrics, signal, onFatal }), log };
    },
  });
}
