import { type RefusalCase, vendorConformance } from '../conformance.ts';
import { openrouter } from './index.ts';

const error = (code: number, message: string, metadata: object = {}) => ({ error: { code, message, metadata } });

const refusals: RefusalCase[] = [
  [401, error(401, 'User not found.'), 'auth'],
  [401, error(401, 'No auth credentials found'), 'auth'],
  [402, error(402, 'Insufficient credits. Add more using https://openrouter.ai/settings/credits'), 'payment'],
  [
    402,
    error(
      402,
      'This request requires more credits, or fewer max_tokens. You requested up to 65536 tokens, but can only afford 9000. To increase, visit https://openrouter.ai/settings/credits and upgrade to a paid account',
      { provider_name: null },
    ),
    'unaffordable',
  ],
  [
    402,
    error(
      402,
      'This request requires more credits, or fewer max_tokens. You requested up to 32000 tokens, but can only afford 0.',
    ),
    'payment',
  ],
  [403, error(403, 'Key limit exceeded (total limit). Manage it using https://openrouter.ai/settings/keys'), 'payment'],
  [
    403,
    error(403, 'a/model requires moderation on A. Your input was flagged for "violence".', { reasons: ['violence'] }),
    'refused',
  ],
  [
    404,
    error(
      404,
      'No endpoints found matching your data policy. Check your settings: https://openrouter.ai/settings/privacy',
    ),
    'no-host',
  ],
  [
    404,
    error(
      404,
      'No endpoints available matching your guardrail restrictions and data policy. Configure: https://openrouter.ai/settings/privacy',
    ),
    'no-host',
  ],
  [404, error(404, 'No allowed providers are available for the selected model.'), 'no-host'],
  [404, error(404, 'All providers have been ignored.'), 'no-host'],
  [404, error(404, 'No endpoints found for nobody/nothing.'), 'not-found'],
  [404, error(404, 'No endpoints found that can handle the requested parameters.'), 'rejected'],
  [400, error(400, 'nobody/nothing is not a valid model ID'), 'not-found'],
  [
    400,
    error(400, "This endpoint's maximum context length is 131072 tokens. However, you requested about 140000 tokens."),
    'too-long',
  ],
  [
    429,
    error(429, 'Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day'),
    'quota',
  ],
  [429, error(429, 'Rate limit exceeded: free-models-per-min.'), 'rate-limit'],
  [
    429,
    error(429, 'Provider returned error', {
      raw: 'a/model is temporarily rate-limited upstream. Please retry shortly.',
    }),
    'overloaded',
  ],
  [200, error(502, 'Provider returned error'), 'down'],
  [500, error(500, 'Internal Server Error'), 'down'],
];

vendorConformance(openrouter, {
  basePath: '/api/v1',
  spec: 'openrouter',
  alwaysSent: ['model', 'messages', 'stream', 'stream_options', 'max_tokens'],
  refusals,
});
