import { z } from 'zod';
import { Snowflake } from './ids.ts';
import { LIMITS } from './limits.ts';
import { heardName } from './text.ts';

export type ServiceName = 'bot-client' | 'api-gateway' | 'ai-worker';

/**
 * Who a route is for. `user`, `staff` and `operator` routes act for a named person, and only
 * bot-client may name one; `internal` routes are for the services in `services`.
 */
export type RouteScope = 'user' | 'staff' | 'operator' | 'internal';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Scope extends RouteScope = RouteScope,
> {
  /** `noun.verb`, unique; what logs, metrics and fakes call it. */
  readonly name: string;
  readonly method: Method;
  /** `/{scope}/{plural}[/{:id}[/{action}]]` in express notation. */
  readonly path: string;
  readonly scope: Scope;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly output: Output;
  /** The services whose credential opens an `internal` route. */
  readonly services: readonly ServiceName[];
  /** May be sent again after a timeout without a second effect. GET, PUT and DELETE always may. */
  readonly idempotent: boolean;
  /** Of a route that takes files; the others take what the server takes of any. */
  readonly maxBodyBytes?: number;
}

interface RouteDefinition<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Output extends z.ZodType,
  Scope extends RouteScope,
> {
  name: string;
  method: Method;
  path: `/${Scope}/${string}`;
  params?: Params;
  query?: Query;
  body?: Body;
  output: Output;
  services?: readonly ServiceName[];
  idempotent?: boolean;
  maxBodyBytes?: number;
}

const Nothing = z.object({});
type Nothing = typeof Nothing;

/**
 * Describes one route once; the handler and the client are both derived from it.
 * @throws Error when an internal route names no service, or another route names some
 */
export function defineRoute<
  Output extends z.ZodType,
  Params extends z.ZodType = Nothing,
  Query extends z.ZodType = Nothing,
  Body extends z.ZodType = Nothing,
  Scope extends RouteScope = RouteScope,
>(definition: RouteDefinition<Params, Query, Body, Output, Scope>): Route<Params, Query, Body, Output, Scope> {
  const scope = definition.path.split('/')[1] as Scope;
  const services = definition.services ?? (scope === 'internal' ? [] : (['bot-client'] as const));
  if (services.length === 0) throw new Error(`internal route ${definition.name} names no service`);
  return {
    name: definition.name,
    method: definition.method,
    path: definition.path,
    scope,
    // A missing part is the empty object; the defaults of the type parameters say the same.
    params: (definition.params ?? Nothing) as Params,
    query: (definition.query ?? Nothing) as Query,
    body: (definition.body ?? Nothing) as Body,
    output: definition.output,
    services,
    idempotent: definition.idempotent ?? definition.method !== 'POST',
    ...(definition.maxBodyBytes !== undefined && { maxBodyBytes: definition.maxBodyBytes }),
  };
}

/** The person for whom bot-client calls. `name` is Discord's display name, kept current on every call. */
export const Caller = z.object({
  id: Snowflake,
  name: heardName(LIMITS.personName),
  /** The server the call comes from, when it comes from one. */
  guildId: Snowflake.optional(),
  /** The person may manage messages in `guildId`. */
  isStaff: z.boolean().default(false),
  isOperator: z.boolean().default(false),
});
export type Caller = z.infer<typeof Caller>;
export type CallerInput = z.input<typeof Caller>;

type Part<Key extends string, Value> =
  Record<string, never> extends Value ? { [K in Key]?: Value } : { [K in Key]: Value };

/** What a client passes: the parts that the route has; parts without required fields may be left out. */
export type RouteInput<R extends Route> = Part<'params', z.input<R['params']>> &
  Part<'query', z.input<R['query']>> &
  Part<'body', z.input<R['body']>>;

/** What a handler receives: every part, parsed. */
export interface RouteRequest<R extends Route> {
  params: z.output<R['params']>;
  query: z.output<R['query']>;
  body: z.output<R['body']>;
}

export type RouteOutput<R extends Route> = z.output<R['output']>;
/** What a handler returns: the output before defaults are applied. */
export type RouteAnswer<R extends Route> = z.input<R['output']>;
