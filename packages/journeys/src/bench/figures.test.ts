import { expect, it } from 'vitest';
import { type Figure, isWithinBudget, summarize } from './figures.ts';

const figure = (measured: number, more: Partial<Figure> = {}): Figure => ({
  what: 'added time, p50',
  on: 'embedded',
  unit: 'ms',
  measured,
  budget: { atMost: 15 },
  bareBot: null,
  ...more,
});

it('takes the median of each figure over the runs, of the bare bot alike', () => {
  const runs = [
    figure(12, { bareBot: 4 }),
    figure(90, { on: 'Redis + Postgres' }),
    figure(30, { bareBot: 3 }),
    figure(14, { bareBot: 20 }),
  ];

  expect(summarize(runs)).toEqual([
    { ...figure(14, { bareBot: 4 }), runs: 3 },
    { ...figure(90, { on: 'Redis + Postgres' }), runs: 1 },
  ]);
});

it('holds figures against their budget, from whichever side it comes', () => {
  expect(isWithinBudget(figure(15))).toBe(true);
  expect(isWithinBudget(figure(15.1))).toBe(false);
  expect(isWithinBudget(figure(119, { budget: { atLeast: 120 } }))).toBe(false);
  expect(isWithinBudget(figure(120, { budget: { atLeast: 120 } }))).toBe(true);
  expect(isWithinBudget(figure(1, { budget: null }))).toBeNull();
});

it('holds a ratio to the bare bot against its budget, where there is a bare bot', () => {
  const budget = { atMost: 5, of: 'ratio' } as const;

  expect(isWithinBudget(figure(50, { budget, bareBot: 10 }))).toBe(true);
  expect(isWithinBudget(figure(51, { budget, bareBot: 10 }))).toBe(false);
  expect(isWithinBudget(figure(51, { budget, bareBot: null }))).toBeNull();
});
