import {
  type BadRow,
  type Caller,
  parseRows,
  type Route,
  type RouteAnswer,
  type RouteRequest,
  type ServiceName,
} from '@tzurot/contracts';

import { AppError, fieldProblems, parseInput } from '../errors.ts';
import type { Log } from '../log.ts';

/** Who may be behind a call: staff always act in a server, and an internal route has no person at all. */
type Actor<R extends Route> = R['scope'] extends 'internal'
  ? { service: ServiceName }
  : R['scope'] extends 'staff'
    ? { service: ServiceName; caller: Caller & { guildId: string; isStaff: true } }
    : { service: ServiceName; caller: Caller };

/** What a handler receives: params, query and body, parsed, and who calls. */
export type RouteCall<R extends Route> = RouteRequest<R> & Actor<R>;

export interface RouteTools {
  /** Aborts when the client's deadline passes or the client goes away. */
  signal: AbortSignal;
  /** Bound to the route; the trace is in every line written while the request is handled. */
  log: Log;
  traceId: string;
  /** Told of rows that were left out of the answer. */
  reportBadRows: (rows: readonly BadRow[]) => void;
}

interface RawRouteCall {
  params: unknown;
  query: unknown;
  body: unknown;
  service: ServiceName;
  caller: Caller | undefined;
}

/** A route with its handler; what `serveRoutes` takes. */
export interface HandledRoute<Context> {
  route: Route;
  /** Parses, handles, and checks the answer. @throws AppError `invalid-input`, or whatever the handler throws */
  answer: (raw: RawRouteCall, ctx: Context, tools: RouteTools) => Promise<unknown>;
}

/** Binds a handler to its contract. Parsing, rows that do not fit, errors, logs and deadlines live around it. */
export function handleRoute<R extends Route, Context>(
  route: R,
  handler: (request: RouteCall<R>, ctx: Context, tools: RouteTools) => Promise<RouteAnswer<R>> | RouteAnswer<R>,
): HandledRoute<Context> {
  return {
    route,
    answer: async (raw, ctx, tools) => {
      const request = {
        params: parseInput(route.params, raw.params, 'params'),
        query: parseInput(route.query, raw.query, 'query'),
        body: parseInput(route.body, raw.body, 'body'),
        service: raw.service,
        caller: raw.caller,
      };
      const answer = await handler(request as RouteCall<R>, ctx, tools);
      const output = parseRows(route.output, answer);
      if (output.success) {
        if (output.badRows.length > 0) tools.reportBadRows(output.badRows);
        return output.data;
      }
      const fields = fieldProblems(output.error, 'output');
      throw new AppError('internal', `the answer of ${route.name} does not fit its contract`, {
        cause: output.error,
        details: { fields },
      });
    },
  };
}
