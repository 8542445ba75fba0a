import { setTimeout as delay } from 'node:timers/promises';
import { type CallerInput, parseRows, type Route, type RouteInput, type RouteOutput } from '@tzurot/contracts';
import { Pool, errors as undiciErrors } from 'undici';

import { startDeadline, untilAborted } from '../abort.ts';
import { AppError, fromErrorBody, toAppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { currentTraceId, newTraceId, toTraceparent } from '../trace.ts';
import { CALLER_HEADER, encodeCaller, encodeQuery, fillPath, TIMEOUT_HEADER, TRACE_HEADER } from './wire.ts';

/** A person's route needs the person; an internal one has none. */
type CallerPart<R extends Route> = R['scope'] extends 'internal' ? { caller?: never } : { caller: CallerInput };

export type CallInput<R extends Route> = RouteInput<R> &
  CallerPart<R> & {
    /** Aborting gives the call up with `cancelled`. */
    signal?: AbortSignal;
    /** For the whole call, retries included. */
    timeoutMs?: number;
  };

export type CallArguments<R extends Route> =
  Record<string, never> extends CallInput<R> ? [input?: CallInput<R>] : [input: CallInput<R>];

export interface RouteClient {
  /**
   * Calls a route and parses its answer.
   * @throws AppError as the handler threw it; `unavailable` when the service cannot be reached, `timeout` past the
   * deadline, `cancelled` when `signal` aborts
   */
  call<R extends Route>(route: R, ...input: CallArguments<R>): Promise<RouteOutput<R>>;
  close(): Promise<void>;
}

export interface RouteClientOptions {
  baseUrl: string;
  /** This service's own credential. */
  credential: string;
  log: Log;
  /** For a call that names none; 10 seconds when absent. */
  timeoutMs?: number;
  /** Connections held to the service; 64 when absent. */
  connections?: number;
}

interface AnyInput {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  caller?: CallerInput;
  signal?: AbortSignal;
  timeoutMs?: number;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** Calls the routes of one service over kept-alive connections. */
export function createRouteClient({
  baseUrl,
  credential,
  log,
  timeoutMs = 10_000,
  connections = 64,
}: RouteClientOptions): RouteClient {
  const pool = new Pool(new URL(baseUrl).origin, {
    connections,
    keepAliveTimeout: 20_000,
    connect: { timeout: 3_000 },
  });

  return {
    async call<R extends Route>(route: R, ...[given]: CallArguments<R>): Promise<RouteOutput<R>> {
      const input = (given ?? {}) as AnyInput;
      const leftMs = input.timeoutMs ?? timeoutMs;
      const endsAt = performance.now() + leftMs;
      const tooLate = () => new AppError('timeout', `${route.name} gave no answer in time`);
      const limit = startDeadline(leftMs, tooLate, [input.signal]);
      const { signal } = limit;
      const traceId = currentTraceId() ?? newTraceId();

      try {
        for (let attempt = 0; ; attempt++) {
          try {
            const answer = await send(pool, route, input, { credential, traceId, signal, endsAt });
            return parseAnswer(route, answer, log);
          } catch (thrown) {
            const failure = explain(thrown, route, input);
            const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt) * (0.5 + Math.random() / 2);
            if (!mayRepeat(route, thrown, failure) || performance.now() + pauseMs >= endsAt) throw failure;
            log.debug({ route: route.name, attempt, code: failure.code, err: thrown }, 'call repeated');
            await untilAborted(delay(pauseMs), signal).catch((reason: unknown) => {
              throw explain(reason, route, input);
            });
          }
        }
      } finally {
        limit.release();
      }
    },
    close: () => pool.close(),
  };
}

async function send(
  pool: Pool,
  route: Route,
  input: AnyInput,
  { credential, traceId, signal, endsAt }: { credential: string; traceId: string; signal: AbortSignal; endsAt: number },
): Promise<unknown> {
  const query = encodeQuery(input.query ?? {});
  const path = fillPath(route.path, input.params ?? {});
  const hasBody = route.method !== 'GET' && route.method !== 'DELETE';
  const { statusCode, body } = await pool.request({
    method: route.method,
    path: query === '' ? path : `${path}?${query}`,
    headers: {
      authorization: `Bearer ${credential}`,
      [TRACE_HEADER]: toTraceparent(traceId),
      [TIMEOUT_HEADER]: String(Math.max(1, Math.ceil(endsAt - performance.now()))),
      ...(input.caller !== undefined && { [CALLER_HEADER]: encodeCaller(input.caller) }),
      ...(hasBody && { 'content-type': 'application/json' }),
    },
    body: hasBody ? JSON.stringify(input.body ?? {}) : null,
    signal,
  });
  const text = await body.text();
  const answer = readJson(text);
  if (statusCode === 200) return answer;
  throw (
    fromErrorBody(answer) ??
    new AppError(
      statusCode === 503 ? 'unavailable' : 'internal',
      `${route.name} answered ${statusCode} without saying why`,
    )
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Rows may fit at the other end and not here, while a deploy is under way. */
function parseAnswer<R extends Route>(route: R, answer: unknown, log: Log): RouteOutput<R> {
  const parsed = parseRows(route.output, answer);
  if (!parsed.success) {
    throw new AppError('internal', `the answer of ${route.name} does not fit its contract`, { cause: parsed.error });
  }
  if (parsed.badRows.length > 0) log.warn({ route: route.name, rows: parsed.badRows }, 'rows left out of an answer');
  return parsed.data as RouteOutput<R>;
}

function explain(thrown: unknown, route: Route, input: AnyInput): AppError {
  if (input.signal?.aborted === true) return new AppError('cancelled', `${route.name} was given up`, { cause: thrown });
  if (thrown instanceof AppError) return thrown;
  if (isNetworkError(thrown)) return new AppError('unavailable', `${route.name} cannot be reached`, { cause: thrown });
  return toAppError(thrown);
}

/** What never arrived may be sent again by anybody; what may have arrived, only where a second time changes nothing. */
function mayRepeat(route: Route, thrown: unknown, failure: AppError): boolean {
  if (wasNeverSent(thrown)) return true;
  return route.idempotent && failure.code === 'unavailable';
}

function wasNeverSent(thrown: unknown): boolean {
  return (
    thrown instanceof Error &&
    ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'].includes(codeOf(thrown))
  );
}

function isNetworkError(thrown: unknown): boolean {
  if (thrown instanceof undiciErrors.UndiciError) return true;
  return thrown instanceof Error && /^(?:E[A-Z_]+)$/.test(codeOf(thrown));
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
