import { expect, it } from 'vitest';

import { type RefusalCase, vendorConformance } from '../conformance.ts';
import { anthropic } from './index.ts';
import { fitBudget, translate } from './parameters.ts';
import { writePrompt } from './write-prompt.ts';

const error = (type: string, message: string) => ({ type: 'error', error: { type, message }, request_id: 'req_1' });

const refusals: RefusalCase[] = [
  [401, error('authentication_error', 'invalid x-api-key'), 'auth'],
  [
    400,
    error(
      'invalid_request_error',
      'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
    ),
    'payment',
  ],
  [402, error('billing_error', 'There is an issue with your billing.'), 'payment'],
  [403, error('permission_error', 'Your API key does not have permission to use the specified resource.'), 'forbidden'],
  [404, error('not_found_error', 'model: claude-nobody'), 'not-found'],
  [400, error('invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'), 'too-long'],
  [413, error('request_too_large', 'Request exceeds the maximum size'), 'too-long'],
  [400, error('invalid_request_error', 'Output blocked by content filtering policy'), 'refused'],
  [400, error('invalid_request_error', 'temperature: Input should be less than or equal to 1'), 'rejected'],
  [
    429,
    error(
      'rate_limit_error',
      'This request would exceed the rate limit for your organization of 50 requests per minute.',
    ),
    'rate-limit',
  ],
  [529, error('overloaded_error', 'Overloaded'), 'overloaded'],
  [500, error('api_error', 'Internal server error'), 'down'],
];

vendorConformance(anthropic, {
  basePath: '/anthropic',
  spec: null,
  models: ['local/story', 'claude-sonnet-4-5', 'claude-opus-4-8'],
  alwaysSent: ['max_tokens', 'messages', 'model', 'stream', 'system'],
  refusals,
  codes: [
    ['403', 'forbidden'],
    ['529', 'overloaded'],
  ],
  hasParts: false,
});

it('marks the end of the system texts and of the history for the cache, and nothing behind', () => {
  const long = 'once upon a time '.repeat(300);

  const { system, messages } = writePrompt([
    { role: 'system', content: long },
    { role: 'user', content: 'hello' },
    { role: 'assistant', content: 'Good evening.' },
    { role: 'user', content: 'the newest' },
  ]);

  expect(system?.at(-1)).toHaveProperty('cache_control');
  expect(JSON.stringify(messages.map(({ content }) => content)).match(/cache_control/g)).toHaveLength(1);
  expect(messages.at(-2)?.content.at(-1)).toHaveProperty('cache_control');
});

it('marks nothing of a prompt that is too short to be cached', () => {
  const prompt = writePrompt([
    { role: 'system', content: 'You are Lilith.' },
    { role: 'user', content: 'hello' },
  ]);

  expect(JSON.stringify(prompt)).not.toContain('cache_control');
});

it('samples only while the model does not think, and keeps a budget below the longest reply', () => {
  const { fields, dropped } = translate({ temperature: 0.7, reasoning: { effort: 'high' } }, 'claude-sonnet-4-5');

  expect(fields).toEqual({ thinking: { type: 'enabled', budget_tokens: 16_384 } });
  expect(dropped.map(({ key }) => key)).toEqual(['temperature']);
  expect(fitBudget(fields, 2_000)).toEqual({ thinking: { type: 'enabled', budget_tokens: 1_999 } });
  expect(fitBudget(fields, 500)).toEqual({});
});
