import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The figures of one service, served at `/metrics`. */
export type Metrics = Registry;

export interface MetricsOptions {
  service: string;
  /** Memory, event loop and garbage collection; once per process is enough. */
  process?: boolean;
}

/** A registry of its own, so that several services in one process do not mix. */
export function createMetrics({ service, process = false }: MetricsOptions): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  if (process) collectDefaultMetrics({ register: registry });
  return registry;
}

/** A number that only rises; for each combination of labels when there are any. */
export function counter<Label extends string = never>(
  metrics: Metrics,
  name: string,
  help: string,
  labelNames: readonly Label[] = [],
): Counter<Label> {
  return new Counter({ name, help, labelNames, registers: [metrics] });
}

/** A number that rises and falls; the one already registered under `name` when there is one. */
export function gauge<Label extends string>(
  metrics: Metrics,
  name: string,
  help: string,
  labelNames: readonly Label[],
): Gauge<Label> {
  const existing = metrics.getSingleMetric(name);
  if (existing instanceof Gauge) return existing;
  return new Gauge({ name, help, labelNames, registers: [metrics] });
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** A histogram of durations in seconds; the one already registered under `name` when there is one. */
export function durations<Label extends string>(
  metrics: Metrics,
  name: string,
  help: string,
  labelNames: readonly Label[],
): Histogram<Label> {
  const existing = metrics.getSingleMetric(name);
  if (existing instanceof Histogram) return existing;
  return new Histogram({ name, help, labelNames, buckets: SECONDS, registers: [metrics] });
}
