import { describe, expect, it } from 'vitest';
import { hasOpenApi, openApiFile } from '../../tests/support/spec.ts';
import { readDescription } from './description.ts';
import { knownErrors } from './exceptions.ts';
import { createJudge } from './judge.ts';

describe.skipIf(!hasOpenApi)("Discord's description", () => {
  it.each(knownErrors)('is still wrong: $name', ({ proof }) => {
    const description = readDescription(openApiFile, false);

    const check =
      'schema' in proof ? description.named(proof.schema) : description.requestBody(proof.method, proof.path);

    expect(check?.(proof.body)).not.toEqual([]);
  });

  it.each(knownErrors)('is amended where it is wrong: $name', ({ proof }) => {
    const judge = createJudge(openApiFile);

    const verdict =
      'schema' in proof
        ? judge({ method: 'GET', route: '/users/@me', body: undefined, status: 400, answer: proof.body })
        : judge({ method: proof.method, route: proof.path, body: proof.body, status: 204, answer: undefined });

    expect(verdict).toEqual({ described: true, request: [], answer: [] });
  });

  it('finds a misspelt key, in requests and in answers', () => {
    const judge = createJudge(openApiFile);

    const verdict = judge({
      method: 'GET',
      route: '/gateway',
      body: undefined,
      status: 200,
      answer: { url: 'ws://127.0.0.1', ulr: 'x' },
    });
    const request = judge({
      method: 'POST',
      route: '/channels/{channel_id}/messages',
      body: { contnet: 'x' },
      status: 204,
      answer: undefined,
    });

    expect(verdict.answer.join()).toContain('ulr');
    expect(request.request.join()).toContain('contnet');
  });

  it('takes the strict member of the union for webhooks', () => {
    const judge = createJudge(openApiFile);

    const verdict = judge({
      method: 'POST',
      route: '/webhooks/{webhook_id}/{webhook_token}',
      body: { content: 'x', username: 'x'.repeat(81) },
      status: 204,
      answer: undefined,
    });

    expect(verdict.request).not.toEqual([]);
  });

  it('says which routes it does not have', () => {
    const judge = createJudge(openApiFile);

    expect(judge({ method: 'POST', route: '/interactions', body: {}, status: 204, answer: undefined }).described).toBe(
      false,
    );
  });
});
