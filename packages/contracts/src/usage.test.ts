import { expect, it } from 'vitest';
import { toStorableUsage, UsageFacts } from './usage.ts';

const call: UsageFacts = {
  vendor: 'openrouter',
  model: 'some/model',
  payer: 'user',
  promptTokens: 100,
  cachedTokens: 0,
  completionTokens: 20,
  reasoningTokens: 0,
  costUsd: 0.002,
  tookMs: 1_200,
  outcome: 'answered',
  dropped: [],
};

it('leaves the figures of a usual call as they are', () => {
  expect(toStorableUsage(call)).toEqual({ usage: call, clamped: [] });
});

it.each([
  ['more tokens than a column holds', { promptTokens: 3e9 }, { promptTokens: 2_147_483_647 }],
  ['a cost beyond all money', { costUsd: 1e300 }, { costUsd: 999_999 }],
  [
    'no number at all',
    { cachedTokens: Number.NaN, costUsd: Number.POSITIVE_INFINITY },
    { cachedTokens: 0, costUsd: 999_999 },
  ],
  ['less than nothing', { completionTokens: -5, costUsd: -1 }, { completionTokens: 0, costUsd: 0 }],
  ['parts of tokens', { reasoningTokens: 1.5 }, { reasoningTokens: 2 }],
])('clamps %s, and says which figures', (_what, given, stored) => {
  const { usage, clamped } = toStorableUsage({ ...call, ...given });

  expect(usage).toEqual({ ...call, ...stored });
  expect(clamped).toEqual(Object.keys(given));
  expect(UsageFacts.safeParse(usage).success).toBe(true);
});
