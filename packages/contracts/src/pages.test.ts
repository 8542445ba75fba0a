import { expect, it } from 'vitest';
import { JOBS, ROUTES } from './pages.ts';

it('names every path by the one rule', () => {
  const plural = /[a-z-]+s/;
  // There is only one of each.
  const singleton = /address-book|memory|status|wallet/;
  const rule = new RegExp(
    String.raw`^/(user|staff|operator|internal)/(${plural.source}|${singleton.source})(/:[a-zA-Z]+(/[a-z-]+)?)?$`,
  );

  expect(ROUTES.length).toBeGreaterThan(30);
  expect(ROUTES.map((route) => route.path).filter((path) => !rule.test(path))).toEqual([]);
});

it('has each name and each method with its path once', () => {
  const names = ROUTES.map((route) => route.name);
  const addresses = ROUTES.map((route) => `${route.method} ${route.path}`);

  expect(new Set(names).size).toBe(names.length);
  expect(new Set(addresses).size).toBe(addresses.length);
});

it('opens the route that returns a key to the worker alone', () => {
  const reveal = ROUTES.find((route) => route.name === 'wallet-key.reveal');

  expect(reveal?.services).toEqual(['ai-worker']);
});

it('has each job once', () => {
  const names = JOBS.map((job) => job.name);

  expect(names.length).toBeGreaterThan(0);
  expect(new Set(names).size).toBe(names.length);
});
