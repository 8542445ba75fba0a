import type { z } from 'zod';
import type { UploadedFile } from '../forms/body.ts';
import type { Hub } from '../hub.ts';
import type { User } from '../world/types.ts';
import type { Viewer, World } from '../world/world.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** `{channel_id}` in a path becomes `params.channel_id`. */
export type PathParams<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Record<Name, string> & PathParams<Rest>
  : unknown;

/** What a handler answers: a status, and a body unless there is none. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
}

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const created = (body: unknown): Reply => ({ status: 201, body });
export const noContent: Reply = { status: 204 };

/** What a route without an account gets: webhooks and interactions carry their right in the path. */
export interface OpenCall<Path extends string = string, Body = unknown, Query = unknown> {
  readonly hub: Hub;
  readonly params: PathParams<Path>;
  readonly query: Query;
  readonly body: Body;
  readonly files: readonly UploadedFile[];
}

/** What a route gets that somebody calls with a token. */
export interface Call<Path extends string = string, Body = unknown, Query = unknown>
  extends OpenCall<Path, Body, Query> {
  readonly world: World;
  readonly user: User;
  readonly viewer: Viewer;
}

interface Facts<Path extends string, Body, Query> {
  readonly method: Method;
  /** As Discord's API description writes it, without `/api/v10`. */
  readonly path: Path;
  readonly body?: z.ZodType<Body>;
  readonly query?: z.ZodType<Query>;
  /** Who may call it; everyone with a token when absent. */
  readonly only?: 'bots' | 'people';
  /** What differs from Discord, for the parity table. */
  readonly differs?: string;
}

/** One entry of the route table. */
export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly auth: 'account' | 'none';
  readonly only: 'bots' | 'people' | undefined;
  readonly differs: string | undefined;
  readonly bodySchema: z.ZodType | undefined;
  readonly querySchema: z.ZodType | undefined;
  handle(call: Call): Reply | Promise<Reply>;
}

/** A route that is called with a token. */
export function route<Path extends string, Body = undefined, Query = undefined>(
  facts: Facts<Path, Body, Query> & {
    handle: (call: Call<Path, Body, Query>) => Reply | Promise<Reply>;
  },
): Route {
  return toRoute(facts, 'account', (call) => facts.handle(call as Call<Path, Body, Query>));
}

/** A route that is called without a token, or whose path holds one. */
export function openRoute<Path extends string, Body = undefined, Query = undefined>(
  facts: Facts<Path, Body, Query> & {
    handle: (call: OpenCall<Path, Body, Query>) => Reply | Promise<Reply>;
  },
): Route {
  return toRoute(facts, 'none', ({ hub, params, query, body, files }) =>
    facts.handle({ hub, files, params: params as PathParams<Path>, query: query as Query, body: body as Body }),
  );
}

function toRoute<Path extends string, Body, Query>(
  { method, path, body, query, only, differs }: Facts<Path, Body, Query>,
  auth: Route['auth'],
  handle: Route['handle'],
): Route {
  return { method, path, auth, only, differs, bodySchema: body, querySchema: query, handle };
}
