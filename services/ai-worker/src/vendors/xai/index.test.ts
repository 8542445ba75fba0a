import { type RefusalCase, vendorConformance } from '../conformance.ts';
import { xai } from './index.ts';

const error = (message: string, code: string) => ({ code, error: message });

const SPENT =
  'Your team 16f2151a has either used all available credits or reached its monthly spending limit. To continue making API requests, please purchase more credits or raise your spending limit.';

const refusals: RefusalCase[] = [
  [
    400,
    error(
      'Incorrect API key provided: na***ys. You can obtain an API key from https://console.x.ai.',
      'Client specified an invalid argument',
    ),
    'auth',
  ],
  [403, error(SPENT, 'The caller does not have permission to execute the specified operation'), 'payment'],
  [429, error(SPENT, 'Some resource has been exhausted'), 'payment'],
  [
    404,
    error(
      'The model grok-99 does not exist or your team 16f2151a does not have access to it.',
      'Some requested entity was not found',
    ),
    'not-found',
  ],
  [
    400,
    error(
      "This model's maximum prompt length is 131072 but the request contains 140000 tokens.",
      'Client specified an invalid argument',
    ),
    'too-long',
  ],
  [
    403,
    error(
      'Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_BIO',
      'The caller does not have permission to execute the specified operation',
    ),
    'refused',
  ],
  [
    429,
    error('Too many requests for team 16f2151a and model grok-4.', 'Some resource has been exhausted'),
    'rate-limit',
  ],
  [503, error('The service is currently unavailable', 'The service is currently unavailable'), 'down'],
];

vendorConformance(xai, {
  basePath: '/v1',
  spec: null,
  models: ['local/story', 'grok-4', 'grok-3-mini'],
  alwaysSent: ['model', 'messages', 'stream', 'stream_options', 'max_completion_tokens'],
  refusals,
});
