import { type RefusalCase, vendorConformance } from '../conformance.ts';
import { mistral } from './index.ts';

const error = (message: string, type: string, code: string, raw_status_code: number) => ({
  object: 'error',
  message,
  type,
  param: null,
  code,
  raw_status_code,
});

const refusals: RefusalCase[] = [
  [401, { detail: 'Unauthorized' }, 'auth'],
  [401, { message: 'Unauthorized', request_id: '933f2339' }, 'auth'],
  [429, error('Rate limit exceeded', 'rate_limited', '1300', 429), 'rate-limit'],
  [
    429,
    error('Service tier capacity exceeded for this model.', 'service_tier_capacity_exceeded', '3505', 429),
    'overloaded',
  ],
  [400, error('Invalid model: mistral-gigantic', 'invalid_model', '1500', 400), 'not-found'],
  [
    400,
    error(
      'Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
      'invalid_request_prompt',
      '3051',
      400,
    ),
    'too-long',
  ],
  [
    422,
    {
      object: 'error',
      message: { detail: [{ type: 'extra_forbidden', loc: ['body', 'top_k'] }] },
      type: 'invalid_request_error',
    },
    'rejected',
  ],
];

vendorConformance(mistral, {
  basePath: '/v1',
  spec: null,
  models: ['local/story', 'mistral-small-latest', 'magistral-medium-latest'],
  alwaysSent: ['model', 'messages', 'stream', 'stream_options', 'max_tokens'],
  refusals,
});
