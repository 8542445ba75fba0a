import type { IncomingMessage, ServerResponse } from 'node:http';

import { gauge, type Metrics } from '../metrics.ts';
import { redactText } from '../redact.ts';
import { checkHealth, type HealthChecks } from './checks.ts';

/** Answers `/health/live`, `/health/ready` and `/metrics`; returns false for any other path. */
export async function answerHealth(
  request: IncomingMessage,
  response: ServerResponse,
  { checks, metrics }: { checks: HealthChecks; metrics: Metrics | undefined },
): Promise<boolean> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  switch (request.url ?? '') {
    case '/health/live':
      send(response, 200, 'application/json', '{"live":true}');
      return true;
    case '/health/ready': {
      const report = await checkHealth(checks);
      send(response, report.ready ? 200 : 503, 'application/json', redactText(JSON.stringify(report)));
      return true;
    }
    case '/metrics': {
      if (metrics === undefined) return false;
      await noteHealth(checks, metrics);
      send(response, 200, metrics.contentType, await metrics.metrics());
      return true;
    }
    default:
      return false;
  }
}

/** What is not ready shows in a graph as well. */
async function noteHealth(checks: HealthChecks, metrics: Metrics): Promise<void> {
  const up = gauge(metrics, 'health_check_up', '1 while a check of readiness passes, else 0.', ['check']);
  const report = await checkHealth(checks);
  for (const [check, result] of Object.entries(report.checks)) up.set({ check }, result === 'ok' ? 1 : 0);
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
}
