export { type Deadline, startDeadline, untilAborted } from './abort.ts';
export { type BadRows, createBadRows } from './bad-rows.ts';
export { type Clock, systemClock } from './clock.ts';
export { readConfig } from './config.ts';
export {
  AppError,
  type AppErrorOptions,
  ConfigError,
  fromErrorBody,
  NotFoundError,
  parseInput,
  toAppError,
  toErrorBody,
} from './errors.ts';
export { createGuardedFetch } from './fetch/guarded-fetch.ts';
export { checkHealth, type HealthChecks, type HealthReport } from './health/checks.ts';
export { createHealthServer, type HealthServerOptions } from './health/health-server.ts';
export type { ServiceCredentials } from './http/authenticate.ts';
export { type HandledRoute, handleRoute, type RouteCall, type RouteTools } from './http/handle-route.ts';
export { listen, type RunningServer } from './http/listen.ts';
export type { PublicFile, PublicFileRoute } from './http/public-file.ts';
export {
  type CallArguments,
  type CallInput,
  createRouteClient,
  type RouteClient,
  type RouteClientOptions,
} from './http/route-client.ts';
export { type ServeRoutesOptions, serveRoutes } from './http/serve-routes.ts';
export {
  defineService,
  type Environment,
  runService,
  type Service,
  type ServiceParts,
  type Starting,
} from './lifecycle/define-service.ts';
export { type MainOptions, runMain, STOP_TIMEOUT_MS } from './lifecycle/run-main.ts';
export { type RunningService, type ServiceStack, type StartServiceOptions, startService } from './lifecycle/stack.ts';
export { createLog, type Log, type LogLevel, type LogOptions } from './log.ts';
export { counter, createMetrics, durations, type Metrics } from './metrics.ts';
export { connectionDeadlines } from './postgres-pool.ts';
export { PromptClient } from './prompt-client.ts';
export { createJobQueues, type JobQueuesOptions } from './queue/create-job-queues.ts';
export { type HandledJob, handleJob, type JobTools } from './queue/handle-job.ts';
export type { AskOptions, EnqueueOptions, JobQueues, JobWorker, WorkOptions } from './queue/job-queues.ts';
export { redactText } from './redact.ts';
export {
  createSecretBox,
  type EncryptionKey,
  parseEncryptionKeys,
  type SecretBox,
  type SecretBoxFailure,
} from './secret-box.ts';
export { createSharedState, type SharedStateOptions } from './shared-state/create-shared-state.ts';
export type { JsonValue } from './shared-state/json.ts';
export type { Bucket, SharedState, TakenToken, Unsubscribe } from './shared-state/shared-state.ts';
export { STORE_TIMEOUT_MS, StoreTimeoutMs } from './store-timeout.ts';
export { currentTraceId, newTraceId, withTrace } from './trace.ts';
export { waitFor } from './wait.ts';
