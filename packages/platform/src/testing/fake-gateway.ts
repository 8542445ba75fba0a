import type { Caller, Route, RouteAnswer, RouteOutput, RouteRequest } from '@tzurot/contracts';
import { Caller as CallerSchema } from '@tzurot/contracts';

import { AppError, parseInput } from '../errors.ts';
import type { CallArguments, RouteClient } from '../http/route-client.ts';

type FakeRequest<R extends Route> = RouteRequest<R> &
  (R['scope'] extends 'internal' ? { caller?: undefined } : { caller: Caller });

/** A route with the answer that a fake gives. */
export interface Answered {
  route: Route;
  respond: (request: unknown) => unknown;
}

/** What `fakeGateway` says to one route; throw an AppError to refuse. */
export function answer<R extends Route>(
  route: R,
  respond: (request: FakeRequest<R>) => RouteAnswer<R> | Promise<RouteAnswer<R>>,
): Answered {
  return { route, respond: (request) => respond(request as FakeRequest<R>) };
}

export interface RecordedCall {
  name: string;
  params: unknown;
  query: unknown;
  body: unknown;
  caller: Caller | undefined;
}

export interface FakeGateway extends RouteClient {
  /** Every call so far, parsed as the gateway would parse it. */
  readonly calls: readonly RecordedCall[];
  /** The calls of one route. */
  callsOf(route: Route): readonly RecordedCall[];
}

/**
 * A gateway in memory. What goes in and out is checked against the contracts and passes through JSON, as on the wire.
 * A call to a route without an answer fails and names the route.
 */
export function fakeGateway(...answers: readonly Answered[]): FakeGateway {
  const calls: RecordedCall[] = [];

  const call = async <R extends Route>(route: R, ...[given]: CallArguments<R>): Promise<RouteOutput<R>> => {
    const input = (given ?? {}) as {
      params?: unknown;
      query?: unknown;
      body?: unknown;
      caller?: unknown;
      signal?: AbortSignal;
    };
    const request = {
      params: parseInput(route.params, overTheWire(input.params ?? {}), 'params'),
      query: parseInput(route.query, overTheWire(input.query ?? {}), 'query'),
      body: parseInput(route.body, overTheWire(input.body ?? {}), 'body'),
      caller: route.scope === 'internal' ? undefined : parseInput(CallerSchema, input.caller, 'caller'),
    };
    calls.push({ name: route.name, ...request });
    if (input.signal?.aborted === true) throw new AppError('cancelled', `${route.name} was given up`);
    const found = answers.findLast((candidate) => candidate.route === route);
    if (found === undefined) throw new Error(`the fake gateway has no answer for ${route.name}`);
    const checked = parseInput(route.output, await found.respond(request), `answer of ${route.name}`);
    return route.output.parse(overTheWire(checked)) as RouteOutput<R>;
  };

  return {
    calls,
    callsOf: (route) => calls.filter((recorded) => recorded.name === route.name),
    call,
    close: async () => {},
  };
}

function overTheWire(value: unknown): unknown {
  const text = JSON.stringify(value);
  return text === undefined ? null : (JSON.parse(text) as unknown);
}
