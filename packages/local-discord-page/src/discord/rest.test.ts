import { expect, it } from 'vitest';
import { createRest, firstFormError, type Rest, RestError } from './rest.ts';

interface Sent {
  url: string;
  init: RequestInit;
}

const restAnswering = (...answers: readonly (Response | Error)[]): { rest: Rest; sent: Sent[]; waitedMs: number[] } => {
  const sent: Sent[] = [];
  const waitedMs: number[] = [];
  const rest = createRest({
    baseUrl: '/api/v10',
    token: 'user.ada',
    fetch: (url, init) => {
      sent.push({ url: typeof url === 'string' ? url : '', init: init ?? {} });
      const answer = answers[sent.length - 1];
      return answer instanceof Response ? Promise.resolve(answer) : Promise.reject(answer ?? new Error('not expected'));
    },
    wait: (ms) => {
      waitedMs.push(ms);
      return Promise.resolve();
    },
  });
  return { rest, sent, waitedMs };
};

const limited = (): Response => Response.json({ message: 'slow down', retry_after: 0.25 }, { status: 429 });

it('sends the token, the query and the body, and gives the parsed answer', async () => {
  const { rest, sent } = restAnswering(Response.json({ id: '1' }));

  const answer = await rest<{ id: string }>('POST', '/x', { body: { a: 1 }, query: { limit: 5, after: undefined } });

  expect(answer).toEqual({ id: '1' });
  expect(sent[0]?.url).toBe('/api/v10/x?limit=5');
  expect(sent[0]?.init.headers).toEqual({ Authorization: 'user.ada', 'Content-Type': 'application/json' });
  expect(sent[0]?.init.body).toBe('{"a":1}');
});

it('sends files beside the body as a form', async () => {
  const { rest, sent } = restAnswering(new Response(null, { status: 204 }));

  await rest('POST', '/x', { body: { content: 'hi' }, files: [{ name: 'a.txt', blob: new Blob(['a']) }] });

  const form = sent[0]?.init.body;
  expect(form instanceof FormData && [...form.keys()]).toEqual(['payload_json', 'files[0]']);
});

it('waits as long as a rate limit says, and gives up after a few times', async () => {
  const patient = restAnswering(limited(), Response.json('done'));
  const hopeless = restAnswering(limited(), limited(), limited(), limited(), limited());

  expect(await patient.rest('GET', '/x')).toBe('done');
  expect(patient.waitedMs).toEqual([250]);
  await expect(hopeless.rest('GET', '/x')).rejects.toMatchObject({ status: 429 });
});

it('says what was wrong in the words of the server, with the field', async () => {
  const errors = { embeds: { 0: { title: { _errors: [{ code: 'X', message: 'Too long.' }] } } } };
  const { rest } = restAnswering(
    Response.json({ code: 50_035, message: 'Invalid Form Body', errors }, { status: 400 }),
  );

  await expect(rest('POST', '/x')).rejects.toMatchObject({
    status: 400,
    code: 50_035,
    message: 'embeds.0.title: Too long.',
  });
  expect(firstFormError(undefined)).toBeUndefined();
});

it('tells a server that is not there from one that says no', async () => {
  const { rest } = restAnswering(new TypeError('fetch failed'), new Response('<html>', { status: 502 }));

  const absent = await rest('GET', '/x').catch((error: unknown) => error);
  const broken = await rest('GET', '/x').catch((error: unknown) => error);

  expect(absent).toBeInstanceOf(RestError);
  expect(absent).toMatchObject({ status: 0 });
  expect(broken).toMatchObject({ status: 502, message: expect.stringContaining('Local Discord failed') as string });
});
