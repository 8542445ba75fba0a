import { expect, it } from 'vitest';

import { stepConformance } from './conformance.ts';
import { steps } from './index.ts';

for (const step of steps) stepConformance(step);

it('each step has an id of its own', () => {
  expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
});
