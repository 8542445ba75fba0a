import { expect, it } from 'vitest';
import { createIdentifyBudget } from './identify-budget.ts';

const at = (hours: number) => new Date(hours * 3_600_000);

it('says no to one connection more than a day may have', () => {
  const budget = createIdentifyBudget(2);

  expect([budget.spend(at(0)), budget.spend(at(1)), budget.spend(at(2))]).toEqual([true, true, false]);
});

it('counts no resumed session, and none of yesterday', () => {
  const budget = createIdentifyBudget(2);
  budget.spend(at(0));
  budget.spend(at(1));
  budget.refund();

  expect(budget.spend(at(2))).toBe(true);
  expect(budget.spend(at(25))).toBe(true);
  expect(budget.spentToday(at(25))).toBe(2);
});
