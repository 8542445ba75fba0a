import { type RefusalCase, vendorConformance } from '../conformance.ts';
import { openai } from './index.ts';

const error = (message: string, type: string, code: string | null = null) => ({
  error: { message, type, param: null, code },
});

const refusals: RefusalCase[] = [
  [401, error('Incorrect API key provided: sk-abc***xyz.', 'invalid_request_error', 'invalid_api_key'), 'auth'],
  [401, error('You must be a member of an organization to use the API.', 'invalid_request_error'), 'forbidden'],
  [
    403,
    error(
      'You have insufficient permissions for this operation. Missing scopes: model.request.',
      'invalid_request_error',
    ),
    'forbidden',
  ],
  [
    403,
    error('Country, region, or territory not supported', 'request_forbidden', 'unsupported_country_region_territory'),
    'region',
  ],
  [
    404,
    error(
      'The model `gpt-9` does not exist or you do not have access to it.',
      'invalid_request_error',
      'model_not_found',
    ),
    'not-found',
  ],
  [
    404,
    error(
      'This is not a chat model and thus not supported in the v1/chat/completions endpoint.',
      'invalid_request_error',
    ),
    'not-found',
  ],
  [
    429,
    error(
      'You exceeded your current quota, please check your plan and billing details.',
      'insufficient_quota',
      'insufficient_quota',
    ),
    'payment',
  ],
  [
    429,
    error(
      'Rate limit reached for gpt-4.1 in organization org-1 on requests per min (RPM): Limit 3, Used 3.',
      'requests',
      'rate_limit_exceeded',
    ),
    'rate-limit',
  ],
  [
    429,
    error(
      'Rate limit reached for gpt-4.1 in organization org-1 on requests per day (RPD): Limit 200, Used 200.',
      'requests',
      'rate_limit_exceeded',
    ),
    'quota',
  ],
  [
    429,
    error(
      'Request too large for gpt-4.1 in organization org-1 on tokens per min (TPM): Limit 30000, Requested 40000.',
      'tokens',
      'rate_limit_exceeded',
    ),
    'too-long',
  ],
  [
    400,
    error(
      "This model's maximum context length is 128000 tokens. However, your messages resulted in 130000 tokens.",
      'invalid_request_error',
      'context_length_exceeded',
    ),
    'too-long',
  ],
  [
    400,
    error(
      "Unsupported parameter: 'temperature' is not supported with this model.",
      'invalid_request_error',
      'unsupported_parameter',
    ),
    'rejected',
  ],
  [
    400,
    error(
      'Your request was rejected as a result of our safety system.',
      'invalid_request_error',
      'content_policy_violation',
    ),
    'refused',
  ],
  [503, error('The engine is currently overloaded, please try again later', 'server_error'), 'overloaded'],
];

vendorConformance(openai, {
  basePath: '/v1',
  spec: 'openai',
  models: ['local/story', 'o4-mini', 'gpt-5.2'],
  alwaysSent: ['model', 'messages', 'stream', 'stream_options', 'max_completion_tokens'],
  refusals,
});
