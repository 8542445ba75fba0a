import { createServer, type RequestListener } from 'node:http';
import { connect } from 'node:net';

import { defineRoute, ERROR_CODES, type ErrorCode, type Route } from '@tzurot/contracts';
import { afterEach, describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';

import { AppError, ConfigError } from '../errors.ts';
import { createMetrics } from '../metrics.ts';
import { fakeLog } from '../testing/fake-log.ts';
import { currentTraceId, newTraceId, withTrace } from '../trace.ts';
import { type HandledRoute, handleRoute } from './handle-route.ts';
import { listen } from './listen.ts';
import type { PublicFileRoute } from './public-file.ts';
import { createRouteClient, type RouteClientOptions } from './route-client.ts';
import { type ServeRoutesOptions, serveRoutes } from './serve-routes.ts';

const credentials = { 'bot-client': 'bot-credential-0123456789', 'ai-worker': 'worker-credential-0123456789' };
const ada = { id: '100000000000000001', name: 'Ada' };

const getCharacter = defineRoute({
  name: 'character.get',
  method: 'GET',
  path: '/user/characters/:id',
  params: z.object({ id: z.string().max(40) }),
  query: z.object({ page: z.number().int().default(1), tags: z.array(z.string()).default([]) }),
  output: z.object({
    id: z.string(),
    page: z.number(),
    tags: z.array(z.string()),
    asker: z.string(),
    note: z.string().default('none'),
  }),
});
const nameCharacter = defineRoute({
  name: 'character.name',
  method: 'POST',
  path: '/user/characters/:id/name',
  params: z.object({ id: z.string() }),
  body: z.object({ name: z.string().min(1).max(80) }),
  output: z.object({ name: z.string() }),
});
const muteGuild = defineRoute({
  name: 'guild.mute',
  method: 'PUT',
  path: '/staff/guilds/mute',
  output: z.object({ guildId: z.string() }),
});
const stats = defineRoute({
  name: 'stats.read',
  method: 'GET',
  path: '/operator/stats',
  output: z.object({ turns: z.number() }),
});
const openTurn = defineRoute({
  name: 'turn.open',
  method: 'POST',
  path: '/internal/turns/open',
  body: z.object({ text: z.string().default('') }),
  services: ['ai-worker'],
  output: z.object({ length: z.number() }),
});

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

async function serve(
  handlers: HandledRoute<{ turns: number }>[],
  options: Partial<ServeRoutesOptions<{ turns: number }>> = {},
) {
  const { log, lines } = fakeLog();
  const server = await serveRoutes({
    handlers,
    expectedRoutes: handlers.map((handled) => handled.route),
    ctx: { turns: 7 },
    credentials,
    setting: 'GATEWAY_PORT',
    host: '127.0.0.1',
    port: 0,
    log,
    health: {},
    reportBadRows: () => {},
    ...options,
  });
  stops.push(() => server.stop(100));
  return { server, lines };
}

function clientOf(baseUrl: string, options: Partial<RouteClientOptions> = {}) {
  const client = createRouteClient({ baseUrl, credential: credentials['bot-client'], log: fakeLog().log, ...options });
  stops.push(() => client.close());
  return client;
}

/** A plain HTTP server, for what a good server never does. */
async function rawServer(handler: RequestListener) {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  stops.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${port}`, port };
}

const echo = handleRoute(getCharacter, ({ params, query, caller }, _ctx: { turns: number }) => ({
  ...params,
  ...query,
  asker: caller.name,
}));

async function failureOf(call: Promise<unknown>): Promise<AppError> {
  const error: unknown = await call.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw error;
}

describe('a route', () => {
  it('carries params, query, caller and defaults there and back', async () => {
    const { server } = await serve([echo]);

    const answer = await clientOf(server.url).call(getCharacter, {
      params: { id: 'a/b ü' },
      query: { page: 3, tags: ['only'] },
      caller: { ...ada, name: 'Ada 🦊' },
    });

    expect(answer).toEqual({ id: 'a/b ü', page: 3, tags: ['only'], asker: 'Ada 🦊', note: 'none' });
    expectTypeOf(answer).toEqualTypeOf<{ id: string; page: number; tags: string[]; asker: string; note: string }>();
  });

  it('hands the context to its handler', async () => {
    const { server } = await serve([handleRoute(stats, (_request, ctx: { turns: number }) => ctx)]);

    const answer = await clientOf(server.url).call(stats, { caller: { ...ada, isOperator: true } });

    expect(answer).toEqual({ turns: 7 });
  });

  it('knows the person or the service by the type of its scope', async () => {
    const internal = handleRoute(openTurn, ({ body, service }) => {
      expectTypeOf(service).toEqualTypeOf<'bot-client' | 'api-gateway' | 'ai-worker'>();
      return { length: `${service}${body.text}`.length };
    });
    const staff = handleRoute(muteGuild, ({ caller }) => ({ guildId: caller.guildId }));
    const { server } = await serve([internal, staff]);

    const worker = clientOf(server.url, { credential: credentials['ai-worker'] });

    await expect(worker.call(openTurn)).resolves.toEqual({ length: 'ai-worker'.length });
    await expect(
      clientOf(server.url).call(muteGuild, { caller: { ...ada, isStaff: true, guildId: '100000000000000009' } }),
    ).resolves.toEqual({ guildId: '100000000000000009' });
  });

  it('tells which fields of the input are wrong', async () => {
    const { server } = await serve([handleRoute(nameCharacter, ({ body }) => body)]);

    const error = await failureOf(
      clientOf(server.url).call(nameCharacter, { params: { id: 'c1' }, body: { name: '' }, caller: ada }),
    );

    expect(error).toMatchObject({ code: 'invalid-input', details: { fields: [{ path: 'body.name' }] } });
  });

  it('does not send an answer that breaks the contract, and logs which field', async () => {
    const { server, lines } = await serve([handleRoute(stats, () => ({ turns: 'secret-text' as never }))]);

    const error = await failureOf(clientOf(server.url).call(stats, { caller: { ...ada, isOperator: true } }));

    expect(error.code).toBe('internal');
    expect(lines.filter((line) => line.level === 'error')).toMatchObject([
      { msg: 'request failed', details: { fields: [{ path: 'output.turns' }] } },
    ]);
  });

  it.each(Object.keys(ERROR_CODES) as ErrorCode[])('carries the error %s', async (code) => {
    const { server } = await serve([
      handleRoute(nameCharacter, () => {
        throw new AppError(code, 'because', { reason: 'slug-taken', facts: { slug: 'pip' }, details: { n: 1 } });
      }),
    ]);
    const client = clientOf(server.url);

    const error = await failureOf(
      client.call(nameCharacter, { params: { id: 'c' }, body: { name: 'n' }, caller: ada }),
    );

    expect(error).toMatchObject({
      code,
      message: 'because',
      because: { reason: 'slug-taken', facts: { slug: 'pip' } },
      details: { n: 1 },
    });
  });

  it('hides what an unexpected error said, logs it, and gives the trace to find it by', async () => {
    const { server, lines } = await serve([
      handleRoute(stats, () => {
        throw new Error('relation "users" does not exist');
      }),
    ]);
    const traceId = newTraceId();

    const error = await failureOf(
      withTrace(traceId, () => clientOf(server.url).call(stats, { caller: { ...ada, isOperator: true } })),
    );

    expect(error.code).toBe('internal');
    expect(error.message).not.toContain('users');
    expect(lines.find((line) => line.level === 'error')).toMatchObject({
      traceId,
      route: 'stats.read',
      err: { message: 'relation "users" does not exist' },
    });
  });

  it('is handled within the trace of whoever called', async () => {
    const seen: unknown[] = [];
    const { server } = await serve([
      handleRoute(stats, (_request, _ctx: { turns: number }, { traceId }) => {
        seen.push(traceId, currentTraceId());
        return { turns: 0 };
      }),
    ]);
    const traceId = newTraceId();

    await withTrace(traceId, () => clientOf(server.url).call(stats, { caller: { ...ada, isOperator: true } }));

    expect(seen).toEqual([traceId, traceId]);
  });

  it('is counted and logged by name, never by address', async () => {
    const metrics = createMetrics({ service: 'gateway' });
    const { server, lines } = await serve([echo], { metrics });

    await clientOf(server.url).call(getCharacter, { params: { id: 'c1' }, caller: ada });

    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toMatch(/http_request_seconds_count\{service="gateway",route="character\.get",status="200"\} 1/);
    expect(lines.filter((line) => line.msg === 'request answered')).toMatchObject([
      { level: 'debug', route: 'character.get', status: 200 },
    ]);
  });
});

function as(caller: unknown): Record<string, string> {
  return { 'x-caller': encodeURIComponent(JSON.stringify(caller)) };
}

describe('who may call', () => {
  const all = [
    echo,
    handleRoute(nameCharacter, ({ body }) => body),
    handleRoute(muteGuild, ({ caller }) => ({ guildId: caller.guildId })),
    handleRoute(stats, () => ({ turns: 1 })),
    handleRoute(openTurn, ({ body }) => ({ length: body.text.length })),
  ];

  async function statusOf(route: Route, headers: Record<string, string>) {
    const { server } = await serve(all);
    const hasBody = route.method !== 'GET';
    const response = await fetch(`${server.url}${route.path.replace(':id', 'c1')}`, {
      method: route.method,
      headers: { ...headers, ...(hasBody && { 'content-type': 'application/json' }) },
      body: hasBody ? '{"name":"n"}' : null,
    });
    return response.status;
  }
  const bot = { authorization: `Bearer ${credentials['bot-client']}` };
  const worker = { authorization: `Bearer ${credentials['ai-worker']}` };

  it.each(all.map((handled) => handled.route))('nobody without a credential: $name', async (route) => {
    expect(await statusOf(route, as(ada))).toBe(401);
    expect(await statusOf(route, { ...as(ada), authorization: 'Bearer wrong' })).toBe(401);
    expect(await statusOf(route, { ...as(ada), authorization: credentials['bot-client'] })).toBe(401);
  });

  it('only bot-client for a person', async () => {
    expect(await statusOf(getCharacter, { ...bot, ...as(ada) })).toBe(200);
    expect(await statusOf(getCharacter, { ...worker, ...as(ada) })).toBe(403);
    expect(await statusOf(getCharacter, bot)).toBe(401);
  });

  it('only a well-formed caller', async () => {
    expect(await statusOf(getCharacter, { ...bot, ...as({ id: '1', name: 'x' }) })).toBe(400);
    expect(await statusOf(getCharacter, { ...bot, 'x-caller': '%E0%A4%A' })).toBe(400);
    expect(await statusOf(getCharacter, { ...bot, 'x-caller': 'not json' })).toBe(400);
  });

  it('only staff, and in a server, for staff routes', async () => {
    const guildId = '100000000000000009';

    expect(await statusOf(muteGuild, { ...bot, ...as({ ...ada, guildId }) })).toBe(403);
    expect(await statusOf(muteGuild, { ...bot, ...as({ ...ada, isStaff: true }) })).toBe(403);
    expect(await statusOf(muteGuild, { ...bot, ...as({ ...ada, isStaff: true, guildId }) })).toBe(200);
  });

  it('only operators for operator routes', async () => {
    expect(await statusOf(stats, { ...bot, ...as({ ...ada, isStaff: true }) })).toBe(403);
    expect(await statusOf(stats, { ...bot, ...as({ ...ada, isOperator: true }) })).toBe(200);
  });

  it('only the services that an internal route names, and for nobody', async () => {
    expect(await statusOf(openTurn, bot)).toBe(403);
    expect(await statusOf(openTurn, worker)).toBe(200);
    expect(await statusOf(openTurn, { ...worker, ...as(ada) })).toBe(400);
  });

  it('refuses credentials that are short or shared', async () => {
    await expect(serve(all, { credentials: { 'bot-client': 'short' } })).rejects.toThrow(/shorter than 16/);
    await expect(
      serve(all, { credentials: { 'bot-client': 'the-same-credential', 'ai-worker': 'the-same-credential' } }),
    ).rejects.toThrow(/same credential/);
  });
});

describe('the limits of a request', () => {
  const size = handleRoute(openTurn, ({ body }) => ({ length: body.text.length }));
  const worker = { credential: credentials['ai-worker'] };

  it('takes a body up to the limit and refuses a larger one', async () => {
    const { server } = await serve([size], { bodyLimitBytes: 2_000 });
    const client = clientOf(server.url, worker);

    await expect(client.call(openTurn, { body: { text: 'x'.repeat(1_900) } })).resolves.toEqual({ length: 1_900 });
    expect(await failureOf(client.call(openTurn, { body: { text: 'x'.repeat(2_000) } }))).toMatchObject({
      code: 'too-large',
    });
  });

  it('takes a mebibyte by default', async () => {
    const { server } = await serve([size]);

    expect(
      await failureOf(clientOf(server.url, worker).call(openTurn, { body: { text: 'x'.repeat(1_048_576) } })),
    ).toMatchObject({ code: 'too-large' });
  });

  it('checks the credential before it reads the body', async () => {
    const { server } = await serve([size], { bodyLimitBytes: 10 });

    const error = await failureOf(
      clientOf(server.url, { credential: 'a-stranger-credential' }).call(openTurn, {
        body: { text: 'x'.repeat(1_000) },
      }),
    );

    expect(error.code).toBe('unauthenticated');
  });

  it.each([
    ['text that is not JSON', '{"text":', 'application/json'],
    ['a compressed body', 'x', 'application/json; gzip'],
  ])('says so for %s', async (_what, body, type) => {
    const { server } = await serve([size]);

    const response = await fetch(`${server.url}/internal/turns/open`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${worker.credential}`,
        'content-type': 'application/json',
        ...(type.includes('gzip') && { 'content-encoding': 'gzip' }),
      },
      body,
    });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid-input' } });
  });

  it('answers a query that is not readable', async () => {
    const { server } = await serve([echo]);

    const response = await fetch(`${server.url}/user/characters/c1?page:=x`, {
      headers: {
        authorization: `Bearer ${credentials['bot-client']}`,
        'x-caller': encodeURIComponent(JSON.stringify(ada)),
      },
    });

    expect(response.status).toBe(400);
  });

  it('answers a path that is not readable', async () => {
    const { server, lines } = await serve([echo]);

    const response = await fetch(`${server.url}/user/characters/%E0%A4%A`);

    expect(response.status).toBe(400);
    expect(lines.filter((line) => line.level === 'error')).toEqual([]);
  });

  it('answers timeout while a body still dribbles in', async () => {
    const { server } = await serve([size]);
    const socket = connect(server.port, '127.0.0.1');
    const answer = new Promise<string>((resolve) => {
      socket.once('data', (chunk) => resolve(chunk.toString()));
    });

    socket.write(
      `POST /internal/turns/open HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${worker.credential}\r\ncontent-type: application/json\r\ncontent-length: 100\r\nx-timeout-ms: 50\r\n\r\n{`,
    );

    expect(await answer).toMatch(/^HTTP\/1\.1 504 /);
    socket.destroy();
  });

  it('knows no other paths, and says nothing about its framework', async () => {
    const { server } = await serve([echo]);

    const response = await fetch(`${server.url}/user/nothing`);

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'not-found' } });
    expect(response.headers.get('x-powered-by')).toBeNull();
    expect(response.headers.get('etag')).toBeNull();
  });

  it('aborts the handler and answers timeout when the deadline passes', async () => {
    const aborted = Promise.withResolvers<unknown>();
    const { server } = await serve([
      handleRoute(stats, (_request, _ctx: { turns: number }, { signal }) => {
        signal.addEventListener('abort', () => aborted.resolve(signal.reason));
        return new Promise<never>(() => {});
      }),
    ]);

    const response = await fetch(`${server.url}/operator/stats`, {
      headers: {
        authorization: `Bearer ${credentials['bot-client']}`,
        'x-timeout-ms': '30',
        'x-caller': encodeURIComponent(JSON.stringify({ ...ada, isOperator: true })),
      },
    });

    expect(response.status).toBe(504);
    expect(await aborted.promise).toMatchObject({ code: 'timeout' });
  });

  it('aborts the handler when the client goes away', async () => {
    const entered = Promise.withResolvers<void>();
    const aborted = Promise.withResolvers<unknown>();
    const { server } = await serve([
      handleRoute(stats, (_request, _ctx: { turns: number }, { signal }) => {
        entered.resolve();
        signal.addEventListener('abort', () => aborted.resolve(signal.reason));
        return new Promise<never>(() => {});
      }),
    ]);
    const giveUp = new AbortController();
    const call = failureOf(
      clientOf(server.url).call(stats, { caller: { ...ada, isOperator: true }, signal: giveUp.signal }),
    );
    await entered.promise;

    giveUp.abort();

    expect((await call).code).toBe('cancelled');
    expect(await aborted.promise).toMatchObject({ code: 'cancelled' });
  });
});

describe('the client', () => {
  it('says that nobody is there, within its deadline', async () => {
    const { url, port } = await rawServer(() => {});
    await stops.pop()?.();

    const error = await failureOf(clientOf(url, { timeoutMs: 400 }).call(stats, { caller: ada }));

    expect(port).toBeGreaterThan(0);
    expect(error).toMatchObject({ code: 'unavailable', retry: true });
  });

  it('waits for a service that comes up late, even to post', async () => {
    const { port } = await rawServer(() => {});
    await stops.pop()?.();
    const call = clientOf(`http://127.0.0.1:${port}`).call(nameCharacter, {
      params: { id: 'c' },
      body: { name: 'n' },
      caller: ada,
    });

    await serve([handleRoute(nameCharacter, ({ body }) => body)], { port });

    await expect(call).resolves.toEqual({ name: 'n' });
  });

  it('repeats an idempotent call whose connection breaks, and no other', async () => {
    let requests = 0;
    const { url } = await rawServer((request, response) => {
      requests++;
      if (requests === 1) request.socket.destroy();
      else response.setHeader('content-type', 'application/json').end('{"turns":1}');
    });
    const client = clientOf(url);

    await expect(client.call(stats, { caller: ada })).resolves.toEqual({ turns: 1 });
    expect(requests).toBe(2);

    requests = 0;
    const error = await failureOf(
      client.call(nameCharacter, { params: { id: 'c' }, body: { name: 'n' }, caller: ada }),
    );
    expect(error.code).toBe('unavailable');
    expect(requests).toBe(1);
  });

  it('repeats an idempotent call that is told unavailable, not one that is told anything else', async () => {
    const codes: ErrorCode[] = ['unavailable', 'unavailable'];
    let requests = 0;
    const { server } = await serve([
      handleRoute(stats, () => {
        requests++;
        const code = codes.shift();
        if (code !== undefined) throw new AppError(code, 'not now');
        return { turns: 1 };
      }),
    ]);
    const client = clientOf(server.url);
    const caller = { ...ada, isOperator: true };

    await expect(client.call(stats, { caller })).resolves.toEqual({ turns: 1 });
    expect(requests).toBe(3);

    for (const code of ['internal', 'too-many-requests', 'conflict', 'timeout'] as const) {
      codes.push(code);
      requests = 0;
      expect((await failureOf(client.call(stats, { caller }))).code).toBe(code);
      expect(requests).toBe(1);
    }
  });

  it('gives up at its deadline and says timeout', async () => {
    const { url } = await rawServer(() => {});

    const error = await failureOf(clientOf(url).call(stats, { caller: ada, timeoutMs: 40 }));

    expect(error).toMatchObject({ code: 'timeout', message: 'stats.read gave no answer in time' });
  });

  it('tells the server how long it waits', async () => {
    const seen: unknown[] = [];
    const { url } = await rawServer((request, response) => {
      seen.push(Number(request.headers['x-timeout-ms']));
      response.end('{"turns":1}');
    });

    await clientOf(url).call(stats, { caller: ada, timeoutMs: 5_000 });

    expect(seen).toEqual([expect.closeTo(5_000, -3)]);
  });

  it('does not reconnect for every call', async () => {
    const ports = new Set<number | undefined>();
    const { url } = await rawServer((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('{"turns":1}');
    });
    const client = clientOf(url);

    for (let call = 0; call < 20; call++) await client.call(stats, { caller: ada });

    expect(ports.size).toBeLessThanOrEqual(2);
  });

  it.each([
    [200, '{"turns":"many"}', 'internal'],
    [200, '<html>', 'internal'],
    [503, 'Service Unavailable', 'unavailable'],
    [500, 'oops', 'internal'],
  ])('turns a %s that says %s into an error', async (status, text, code) => {
    const { url } = await rawServer((_request, response) => response.writeHead(status).end(text));

    const error = await failureOf(
      clientOf(url, { timeoutMs: 300 }).call(nameCharacter, { params: { id: 'c' }, body: { name: 'n' }, caller: ada }),
    );

    expect(error.code).toBe(code);
  });
});

describe('the server', () => {
  it('refuses to start when handlers and contracts differ', async () => {
    await expect(serve([echo], { expectedRoutes: [getCharacter, stats] })).rejects.toThrow('stats.read has no handler');
    await expect(serve([echo], { expectedRoutes: [] })).rejects.toThrow('character.get is handled but not expected');
    await expect(serve([echo, echo])).rejects.toThrow('character.get is handled twice');
  });

  it('says which setting gives the port that is taken', async () => {
    const { server } = await serve([echo]);

    const second = listen(() => {}, { setting: 'WORKER_PORT', host: '127.0.0.1', port: server.port });

    await expect(second).rejects.toThrow(ConfigError);
    await expect(second).rejects.toThrow(`WORKER_PORT: 127.0.0.1:${server.port} is taken`);
  });

  it('serves health and metrics without a credential', async () => {
    const { server } = await serve([echo], {
      health: { database: () => Promise.reject(new Error('connection refused')), queue: async () => {} },
    });

    const live = await fetch(`${server.url}/health/live`);
    const ready = await fetch(`${server.url}/health/ready`);

    expect(live.status).toBe(200);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ ready: false, checks: { database: 'connection refused', queue: 'ok' } });
  });

  it('finishes what it has begun when it stops, and cuts what takes too long', async () => {
    const entered = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<{ turns: number }>();
    const { server } = await serve([
      handleRoute(stats, () => {
        entered.resolve();
        return finish.promise;
      }),
    ]);
    const call = clientOf(server.url).call(stats, { caller: { ...ada, isOperator: true } });
    await entered.promise;
    const idle = connect(server.port, '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));

    const stopped = server.stop(2_000);
    finish.resolve({ turns: 2 });

    await expect(call).resolves.toEqual({ turns: 2 });
    idle.destroy();
    await stopped;
    await expect(fetch(`${server.url}/health/live`)).rejects.toThrow('fetch failed');
  });
});

describe('a public file', () => {
  const picture: PublicFileRoute<{ turns: number }> = {
    name: 'picture.get',
    path: '/pictures/:file',
    find: async ({ file }) =>
      file === 'a.png' ? { bytes: Buffer.from('the picture'), contentType: 'image/png' } : null,
  };
  const servePicture = () => serve([echo], { publicFiles: [picture] });

  it('is given to anybody, to be kept for good and taken for nothing else', async () => {
    const { server } = await servePicture();

    const response = await fetch(`${server.url}/pictures/a.png`);

    expect(response.status).toBe(200);
    expect(await response.text()).toBe('the picture');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': '11',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
  });

  it('is not sent again to whoever has it', async () => {
    const { server } = await servePicture();
    const etag = (await fetch(`${server.url}/pictures/a.png`)).headers.get('etag') ?? '';

    const known = await fetch(`${server.url}/pictures/a.png`, { headers: { 'if-none-match': `"other", W/${etag}` } });
    const other = await fetch(`${server.url}/pictures/a.png`, { headers: { 'if-none-match': '"other"' } });

    expect([known.status, await known.text(), known.headers.get('etag')]).toEqual([304, '', etag]);
    expect(other.status).toBe(200);
  });

  it('can be asked for without its bytes', async () => {
    const { server } = await servePicture();

    const response = await fetch(`${server.url}/pictures/a.png`, { method: 'HEAD' });

    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '11', '']);
  });

  it('that does not exist is not found, and nothing but reading is possible', async () => {
    const { server } = await servePicture();

    const missing = await fetch(`${server.url}/pictures/b.png`);
    const written = await fetch(`${server.url}/pictures/a.png`, { method: 'PUT', body: 'x' });

    expect([missing.status, written.status]).toEqual([404, 404]);
    expect(missing.headers.get('cache-control')).toBeNull();
  });

  it('opens no route', async () => {
    const { server } = await servePicture();

    const response = await fetch(`${server.url}/user/characters/c1`);

    expect(response.status).toBe(401);
  });
});
