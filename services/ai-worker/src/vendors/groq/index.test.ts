import { type RefusalCase, vendorConformance } from '../conformance.ts';
import { groq } from './index.ts';

const error = (message: string, type: string, code?: string) => ({
  error: { message, type, ...(code !== undefined && { code }) },
});

const refusals: RefusalCase[] = [
  [401, error('Invalid API Key', 'invalid_request_error', 'invalid_api_key'), 'auth'],
  [
    404,
    error(
      'The model `llama-9` does not exist or you do not have access to it.',
      'invalid_request_error',
      'model_not_found',
    ),
    'not-found',
  ],
  [
    400,
    error(
      'The model `gemma-7b-it` has been decommissioned and is no longer supported.',
      'invalid_request_error',
      'model_decommissioned',
    ),
    'not-found',
  ],
  [
    429,
    error(
      'Rate limit reached for model `llama-3.3-70b-versatile` in organization `org_1` service tier `on_demand` on tokens per minute (TPM): Limit 6000, Used 5034, Requested 1443. Please try again in 4.77s.',
      'tokens',
      'rate_limit_exceeded',
    ),
    'rate-limit',
  ],
  [
    429,
    error(
      'Rate limit reached for model `llama-3.3-70b-versatile` in organization `org_1` service tier `on_demand` on tokens per day (TPD): Limit 100000, Used 97050, Requested 3619. Please try again in 9m38.016s. Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing',
      'tokens',
      'rate_limit_exceeded',
    ),
    'quota',
  ],
  [
    413,
    error(
      'Request too large for model `llama-3.1-8b-instant` in organization `org_1` service tier `on_demand` on tokens per minute (TPM): Limit 6000, Requested 12328, please reduce your message size and try again.',
      'tokens',
      'rate_limit_exceeded',
    ),
    'too-long',
  ],
  [
    400,
    error(
      'Please reduce the length of the messages or completion.',
      'invalid_request_error',
      'context_length_exceeded',
    ),
    'too-long',
  ],
  [400, error('Organization has been restricted.', 'invalid_request_error', 'organization_restricted'), 'forbidden'],
  [498, error('Flex tier capacity exceeded.', 'capacity', 'capacity_exceeded'), 'overloaded'],
];

vendorConformance(groq, {
  basePath: '/v1',
  spec: null,
  models: ['local/story', 'openai/gpt-oss-120b', 'qwen/qwen3-32b'],
  alwaysSent: ['model', 'messages', 'stream', 'stream_options', 'max_completion_tokens'],
  refusals,
});
