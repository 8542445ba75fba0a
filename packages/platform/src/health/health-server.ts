import { listen, type RunningServer } from '../http/listen.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { HealthChecks } from './checks.ts';
import { answerHealth } from './health-routes.ts';

export interface HealthServerOptions {
  host: string;
  port: number;
  checks: HealthChecks;
  log: Log;
  metrics?: Metrics;
}

/** Serves health and metrics for a service that has no routes. @throws ConfigError when the port is taken */
export async function createHealthServer({
  host,
  port,
  checks,
  metrics,
  log,
}: HealthServerOptions): Promise<RunningServer> {
  return listen(
    (request, response) => {
      answerHealth(request, response, { checks, metrics }).then(
        (answered) => {
          if (!answered) response.writeHead(404).end();
        },
        (error: unknown) => {
          log.error({ err: error }, 'health answer failed');
          response.destroy();
        },
      );
    },
    { name: 'health server', host, port },
  );
}
