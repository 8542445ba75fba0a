import { describe, expect, it } from 'vitest';

import { counter, createMetrics, durations } from './metrics.ts';

describe('metrics', () => {
  it('of two services in one process do not mix', async () => {
    const first = createMetrics({ service: 'first' });
    const second = createMetrics({ service: 'second' });

    durations(first, 'work_seconds', 'Work.', ['kind']).observe({ kind: 'a' }, 0.2);

    expect(await first.metrics()).toMatch(/work_seconds_count\{service="first",kind="a"\} 1/);
    expect(await second.metrics()).not.toContain('work_seconds');
  });

  it('of one name are one histogram', async () => {
    const metrics = createMetrics({ service: 'one' });

    durations(metrics, 'work_seconds', 'Work.', ['kind']).observe({ kind: 'a' }, 1);
    durations(metrics, 'work_seconds', 'Work.', ['kind']).observe({ kind: 'a' }, 1);

    expect(await metrics.metrics()).toMatch(/work_seconds_count\{service="one",kind="a"\} 2/);
  });

  it('count what only rises', async () => {
    const metrics = createMetrics({ service: 'one' });

    counter(metrics, 'losses_total', 'Losses.').inc();

    expect(await metrics.metrics()).toMatch(/losses_total\{service="one"\} 1/);
  });

  it('include the process only when asked', async () => {
    expect(await createMetrics({ service: 'one' }).metrics()).not.toContain('process_cpu');
    expect(await createMetrics({ service: 'two', process: true }).metrics()).toContain('process_cpu');
  });
});
