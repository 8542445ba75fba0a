import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';

import { checkKey, completeChat } from '../call-vendor.ts';
import { type RefusalCase, vendorConformance } from '../conformance.ts';
import { connectVendor } from '../index.ts';
import { deepseek } from './index.ts';

const error = (message: string, code: string) => ({
  error: { message, type: 'unknown_error', param: null, code },
});

const refusals: RefusalCase[] = [
  [
    401,
    {
      error: {
        message: 'Authentication Fails, Your api key: ****1a2b is invalid',
        type: 'authentication_error',
        param: null,
        code: 'invalid_request_error',
      },
    },
    'auth',
  ],
  [402, error('Insufficient Balance', 'invalid_request_error'), 'payment'],
  [400, error('Model Not Exist', 'invalid_request_error'), 'not-found'],
  [400, error('Content Exists Risk', 'invalid_request_error'), 'refused'],
  [
    400,
    error(
      "This model's maximum context length is 131072 tokens. However, you requested 140000 tokens.",
      'invalid_request_error',
    ),
    'too-long',
  ],
  [
    503,
    error(
      'Service is too busy. We advise users to temporarily switch to alternative LLM API service providers.',
      'service_unavailable_error',
    ),
    'overloaded',
  ],
];

vendorConformance(deepseek, {
  basePath: '/v1',
  spec: null,
  models: ['local/story', 'deepseek-reasoner'],
  alwaysSent: ['model', 'messages', 'stream', 'stream_options', 'max_tokens'],
  refusals,
});

const chunk = (delta: object, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;

it('keeps what DeepSeek thinks apart from what it says', async () => {
  await using server = await answering('text/event-stream', [
    chunk({ role: 'assistant', content: null, reasoning_content: 'Ada greets me.' }),
    chunk({ content: 'Hello, Ada.' }),
    chunk({ content: '' }, 'stop'),
    'data: [DONE]\n\n',
  ]);

  const { text } = await completeChat(
    server.vendor,
    {
      key: 'sk-x',
      address: null,
      model: 'deepseek-reasoner',
      messages: [{ role: 'user', content: 'hi' }],
      parameters: {},
      maxTokens: 50,
    },
    { timeoutMs: 5_000 },
  );

  expect(text).toBe('Hello, Ada.');
});

it("tells an account's balance when a key is tested", async () => {
  const balance = { currency: 'USD', total_balance: '4.20', granted_balance: '0.00', topped_up_balance: '4.20' };
  await using server = await answering('application/json', [
    JSON.stringify({ is_available: true, balance_infos: [balance] }),
  ]);

  expect(await checkKey(server.vendor, { key: 'sk-x', address: null }, { timeoutMs: 5_000 })).toEqual({
    left: 4.2,
    currency: 'USD',
    renews: null,
  });
});

async function answering(contentType: string, parts: readonly string[]) {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': contentType }).end(parts.join(''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const vendor = connectVendor(deepseek, { url: `http://127.0.0.1:${port}`, publicUrl: null });
  if (vendor === null) throw new Error('it is offered at any url');
  return {
    vendor,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
