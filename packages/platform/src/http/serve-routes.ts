import { type BadRow, ERROR_CODES, type Route } from '@tzurot/contracts';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';

import { type Deadline, startDeadline, untilAborted } from '../abort.ts';
import { AppError, toAppError, toErrorBody } from '../errors.ts';
import type { HealthChecks } from '../health/checks.ts';
import { answerHealth } from '../health/health-routes.ts';
import type { Log } from '../log.ts';
import { durations, type Metrics } from '../metrics.ts';
import { fromTraceparent, newTraceId, withTrace } from '../trace.ts';
import { authorize, createServiceCheck, type ServiceCredentials } from './authenticate.ts';
import type { HandledRoute, RouteTools } from './handle-route.ts';
import { listen, type RunningServer } from './listen.ts';
import { type PublicFileRoute, sendFile } from './public-file.ts';
import { CALLER_HEADER, decodeQuery, TIMEOUT_HEADER, TRACE_HEADER } from './wire.ts';

/** Whatever a client asks for. */
const LONGEST_TIMEOUT_MS = 600_000;
const DEFAULT_TIMEOUT_MS = 30_000;

export interface ServeRoutesOptions<Context> {
  handlers: readonly HandledRoute<Context>[];
  /** Every route of the contracts that this service answers; a handler for each, and no other. */
  expectedRoutes: readonly Route[];
  /** What anybody may fetch. */
  publicFiles?: readonly PublicFileRoute<Context>[];
  ctx: Context;
  credentials: ServiceCredentials;
  /** The variable that gives the port. */
  setting: string;
  host: string;
  /** 0 takes any free port. */
  port: number;
  log: Log;
  health: HealthChecks;
  metrics?: Metrics;
  /** Told of rows that were left out of an answer. */
  reportBadRows: (rows: readonly BadRow[]) => void;
  /** 1 MiB when absent. */
  bodyLimitBytes?: number;
  /** For a call that names no deadline; 30 seconds when absent. */
  defaultTimeoutMs?: number;
}

/**
 * Serves routes over HTTP, with health and metrics beside them.
 * @throws Error when handlers and expected routes differ; ConfigError when the port is taken
 */
export async function serveRoutes<Context>(options: ServeRoutesOptions<Context>): Promise<RunningServer> {
  compareRoutes(
    options.handlers.map((handled) => handled.route),
    options.expectedRoutes,
  );
  const { log, health: checks, metrics, bodyLimitBytes = 1_048_576 } = options;
  const serviceOf = createServiceCheck(options.credentials);
  const bodyReader = (limit: number) => express.json({ limit, strict: false, inflate: false });
  const readAnyBody = bodyReader(bodyLimitBytes);

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.set('case sensitive routing', true);

  for (const handled of options.handlers) {
    const { path, maxBodyBytes } = handled.route;
    const method = handled.route.method.toLowerCase() as Lowercase<Route['method']>;
    const readBody = maxBodyBytes === undefined ? readAnyBody : bodyReader(maxBodyBytes);
    app[method](path, bindRoute(handled, { ...options, serviceOf, readBody }));
  }
  for (const route of options.publicFiles ?? []) app.get(route.path, bindPublicFile(route, options));
  app.use(async (request: Request, response: Response) => {
    if (await answerHealth(request, response, { checks, metrics })) return;
    sendError(response, new AppError('not-found', `there is no ${request.method} ${request.path}`), undefined);
  });
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    // The router itself fails only on a path that it cannot decode.
    const refusal =
      error instanceof URIError ? new AppError('invalid-input', 'the path is not readable') : toAppError(error);
    if (refusal.code === 'internal') log.error({ err: error }, 'request failed outside its route');
    sendError(response, refusal, undefined);
  });

  return listen(app, { setting: options.setting, host: options.host, port: options.port });
}

interface Binding<Context> extends ServeRoutesOptions<Context> {
  serviceOf: ReturnType<typeof createServiceCheck>;
  readBody: RequestHandler;
}

function bindRoute<Context>({ route, answer }: HandledRoute<Context>, binding: Binding<Context>): RequestHandler {
  const { ctx, serviceOf, readBody, defaultTimeoutMs = DEFAULT_TIMEOUT_MS } = binding;

  return answering(route.name, binding, {
    timeoutMs: (request) => askedTimeoutMs(request) ?? defaultTimeoutMs,
    async answer(request, response, tools) {
      const service = serviceOf(request.headers.authorization);
      const caller = authorize(route, service, header(request, CALLER_HEADER));
      const work = async () => {
        await parseBody(readBody, request, response);
        const raw = { params: request.params, query: queryOf(request), body: request.body ?? {}, service, caller };
        return answer(raw, ctx, tools);
      };
      send(response, 200, await untilAborted(work(), tools.signal));
      return 200;
    },
  });
}

/** Strangers name no deadline. */
function bindPublicFile<Context>(route: PublicFileRoute<Context>, options: ServeRoutesOptions<Context>) {
  const { ctx, defaultTimeoutMs = DEFAULT_TIMEOUT_MS } = options;

  return answering(route.name, options, {
    timeoutMs: () => defaultTimeoutMs,
    async answer(request, response, tools) {
      const params = request.params as Record<string, string | undefined>;
      const file = await untilAborted(route.find(params, ctx, tools), tools.signal);
      if (file === null) throw new AppError('not-found', `there is no ${request.path}`);
      return response.destroyed ? 200 : sendFile(request, response, file);
    },
  });
}

interface Answering {
  timeoutMs: (request: Request) => number;
  /** @returns the status it sent */
  answer: (request: Request, response: Response, tools: RouteTools) => Promise<number>;
}

/** What is around every answer: a deadline, a trace, the error in place of an answer, a measurement, a line in the log. */
function answering(
  name: string,
  { metrics, log: parentLog, reportBadRows }: Pick<ServeRoutesOptions<unknown>, 'metrics' | 'log' | 'reportBadRows'>,
  { timeoutMs, answer }: Answering,
): RequestHandler {
  const seconds =
    metrics && durations(metrics, 'http_request_seconds', 'Time to answer a request.', ['route', 'status']);
  const log = parentLog.child({ route: name });

  return async (request, response) => {
    const startedAt = performance.now();
    const traceId = fromTraceparent(header(request, TRACE_HEADER)) ?? newTraceId();
    const limit = clientDeadline(response, timeoutMs(request));
    let status = 200;

    await withTrace(traceId, async () => {
      try {
        status = await answer(request, response, { signal: limit.signal, log, traceId, reportBadRows });
      } catch (thrown) {
        const error = toAppError(thrown);
        status = ERROR_CODES[error.code].status;
        if (error.code === 'internal') log.error({ err: thrown, details: error.details }, 'request failed');
        else log.debug({ code: error.code, reason: error.message }, 'request refused');
        sendError(response, error, traceId);
      } finally {
        limit.release();
        const tookMs = performance.now() - startedAt;
        seconds?.observe({ route: name, status }, tookMs / 1_000);
        log.debug({ status, tookMs: Math.round(tookMs * 10) / 10 }, 'request answered');
      }
    });
  };
}

function askedTimeoutMs(request: Request): number | null {
  const asked = Number(header(request, TIMEOUT_HEADER));
  return asked > 0 ? Math.min(asked, LONGEST_TIMEOUT_MS) : null;
}

/** A signal that aborts when the deadline passes or the client goes away. */
function clientDeadline(response: Response, timeoutMs: number): Deadline {
  const left = new AbortController();
  const onClose = () => {
    if (!response.writableFinished) left.abort(new AppError('cancelled', 'the client went away'));
  };
  response.once('close', onClose);
  const limit = startDeadline(timeoutMs, () => new AppError('timeout', `no answer within ${timeoutMs} ms`), [
    left.signal,
  ]);
  return {
    signal: limit.signal,
    release() {
      limit.release();
      response.off('close', onClose);
    },
  };
}

function parseBody(readBody: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    void readBody(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(bodyError(error));
    });
  });
}

function bodyError(error: unknown): AppError {
  const type = error instanceof Error && 'type' in error ? error.type : undefined;
  if (type === 'entity.too.large') return new AppError('too-large', 'the request body is too large', { cause: error });
  if (type === 'request.aborted') return new AppError('cancelled', 'the client went away', { cause: error });
  return new AppError('invalid-input', 'the request body is not readable as JSON', { cause: error });
}

function queryOf(request: Request): Record<string, unknown> {
  const at = request.originalUrl.indexOf('?');
  try {
    return at === -1 ? {} : decodeQuery(request.originalUrl.slice(at + 1));
  } catch (error) {
    throw new AppError('invalid-input', 'the query is not readable', { cause: error });
  }
}

function header(request: Request, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

function send(response: Response, status: number, body: unknown): void {
  if (response.headersSent || response.destroyed) return;
  response.statusCode = status;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(body ?? null));
}

function sendError(response: Response, error: AppError, traceId: string | undefined): void {
  send(response, ERROR_CODES[error.code].status, toErrorBody(error, traceId));
}

function compareRoutes(handled: readonly Route[], expected: readonly Route[]): void {
  const problems = [
    ...expected.filter((route) => !handled.includes(route)).map((route) => `${route.name} has no handler`),
    ...handled.filter((route) => !expected.includes(route)).map((route) => `${route.name} is handled but not expected`),
    ...duplicates(handled.map((route) => route.name)).map((name) => `${name} is handled twice`),
    ...duplicates(handled.map((route) => `${route.method} ${route.path}`)).map(
      (address) => `${address} is served by two routes`,
    ),
  ];
  if (problems.length > 0) throw new Error(`routes and handlers differ: ${problems.join('; ')}`);
}

function duplicates(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
