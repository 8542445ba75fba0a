import { describe, expect, it } from 'vitest';

import { createMetrics } from '../metrics.ts';
import { fakeLog } from '../testing/fake-log.ts';
import { checkHealth, type HealthChecks } from './checks.ts';
import { createHealthServer } from './health-server.ts';

describe('checkHealth', () => {
  it('is ready when every check is', async () => {
    expect(await checkHealth({ database: async () => 1, queue: async () => {} })).toEqual({
      ready: true,
      checks: { database: 'ok', queue: 'ok' },
    });
    expect(await checkHealth({})).toEqual({ ready: true, checks: {} });
  });

  it('says which check fails and why, even when it throws at once', async () => {
    const report = await checkHealth({
      database: () => Promise.reject(new Error('refused')),
      queue: () => {
        throw new Error('not made yet');
      },
      discord: async () => {},
    });

    expect(report).toEqual({ ready: false, checks: { database: 'refused', queue: 'not made yet', discord: 'ok' } });
  });

  it('does not wait for a check that hangs, and tells it', async () => {
    const told = Promise.withResolvers<void>();

    const report = await checkHealth(
      {
        hung: (signal) => {
          signal.addEventListener('abort', () => told.resolve());
          return new Promise(() => {});
        },
      },
      20,
    );

    expect(report).toEqual({ ready: false, checks: { hung: 'no answer within 20 ms' } });
    await told.promise;
  });
});

async function start(checks: HealthChecks = {}) {
  return createHealthServer({
    setting: 'WORKER_PORT',
    host: '127.0.0.1',
    port: 0,
    checks,
    log: fakeLog().log,
    metrics: createMetrics({ service: 'worker' }),
  });
}

describe('the health server', () => {
  it('answers live, ready and metrics, and nothing else', async () => {
    const server = await start();

    const statuses = await Promise.all(
      ['/health/live', '/health/ready', '/metrics', '/', '/health'].map(
        async (path) => (await fetch(`${server.url}${path}`)).status,
      ),
    );

    expect(statuses).toEqual([200, 200, 200, 404, 404]);
    expect((await fetch(`${server.url}/health/live`, { method: 'POST' })).status).toBe(404);
    await server.stop();
  });

  it('is not ready while a check fails, and shows no secret of it', async () => {
    const server = await start({
      database: () => Promise.reject(new Error('cannot connect to postgres://tzurot:hunter2@db/x')),
    });

    const response = await fetch(`${server.url}/health/ready`);

    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      ready: false,
      checks: { database: 'cannot connect to postgres://tzurot:[redacted]@db/x' },
    });
    await server.stop();
  });

  it('shows in its metrics which checks pass', async () => {
    let isThere = false;
    const server = await start({
      queue: async () => {},
      database: async () => {
        if (!isThere) throw new Error('refused');
      },
    });
    const upLines = async () =>
      (await (await fetch(`${server.url}/metrics`)).text())
        .split('\n')
        .filter((line) => line.startsWith('health_check_up'));

    const before = await upLines();
    isThere = true;
    const after = await upLines();

    expect(before).toEqual([
      'health_check_up{check="queue",service="worker"} 1',
      'health_check_up{check="database",service="worker"} 0',
    ]);
    expect(after[1]).toBe('health_check_up{check="database",service="worker"} 1');
    await server.stop();
  });
});
