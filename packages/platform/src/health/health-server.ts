import type { IncomingMessage, ServerResponse } from 'node:http';

import { listen, type RunningServer } from '../http/listen.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { HealthChecks } from './checks.ts';
import { answerHealth } from './health-routes.ts';

export interface HealthServerOptions {
  /** The variable that gives the port. */
  setting: string;
  host: string;
  port: number;
  checks: HealthChecks;
  log: Log;
  metrics?: Metrics;
}

/** Serves health and metrics for a service that has no routes. @throws ConfigError when the port is taken */
export async function createHealthServer({
  setting,
  host,
  port,
  checks,
  metrics,
  log,
}: HealthServerOptions): Promise<RunningServer> {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    try {
      if (!(await answerHealth(request, response, { checks, metrics }))) response.writeHead(404).end();
    } catch (error) {
      log.error({ err: error }, 'health answer failed');
      response.destroy();
    }
  };
  return listen((request, response) => void answer(request, response), { setting, host, port });
}
