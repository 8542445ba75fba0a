import { expect, it } from 'vitest';

import { completeChat } from '../call-vendor.ts';
import { type RefusalCase, vendorConformance } from '../conformance.ts';
import { connectVendor } from '../index.ts';
import { compatible, compatibleThrough } from './index.ts';

const refusals: RefusalCase[] = [
  [401, { error: { message: 'Invalid API Key', type: 'invalid_request_error', code: 'invalid_api_key' } }, 'auth'],
  [401, { detail: 'Unauthorized' }, 'auth'],
  [
    404,
    { object: 'error', message: 'The model `nobody` does not exist.', type: 'NotFoundError', code: 404 },
    'not-found',
  ],
  [
    400,
    {
      object: 'error',
      message: "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens.",
      type: 'BadRequestError',
      code: 400,
    },
    'too-long',
  ],
  [
    400,
    {
      error: {
        code: 400,
        message: 'the request exceeds the available context size',
        type: 'exceed_context_size_error',
      },
    },
    'too-long',
  ],
  [503, { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } }, 'down'],
];

// The guard is tried by itself; here the dialect is, on a server that no guard would let us call.
vendorConformance(compatibleThrough(fetch), {
  basePath: '/v1',
  spec: null,
  alwaysSent: ['max_tokens', 'messages', 'model', 'stream', 'stream_options'],
  refusals,
});

it.each([
  'http://models.example/v1',
  'https://127.0.0.1:3901/v1',
  'https://localhost/v1',
  'https://169.254.169.254/v1',
])('calls nobody at %s', async (address) => {
  const vendor = connectVendor(compatible, { url: undefined, publicUrl: null });
  if (vendor === null) throw new Error('it is always offered');
  const request = { key: 'local-key', address, model: 'x', messages: [], parameters: {}, maxTokens: 10 };

  const call = completeChat(vendor, request, { timeoutMs: 5_000 });

  await expect(call).rejects.toMatchObject({ problem: 'address' });
});
