import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, apiError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { OPERATOR_TOKEN, operatorRoutes } from '../local/operator-routes.ts';
import type { Reply } from '../rest/route.ts';
import { readBody } from './body.ts';

/** Answers everything under /local/. */
export async function handleOperator(
  hub: Hub,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: URLSearchParams,
): Promise<void> {
  const { status, body } = await answer(hub, request, path, query).catch(toReply);
  const text = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(text);
}

async function answer(hub: Hub, request: IncomingMessage, path: string, query: URLSearchParams): Promise<Reply> {
  const { json } = await readBody(request);
  if (request.headers.authorization !== OPERATOR_TOKEN) throw apiError('unauthorized');
  const fitting = operatorRoutes.flatMap((route) => {
    const name = matchPath(route.path, path);
    return name === undefined ? [] : [{ route, name }];
  });
  const found = fitting.find(({ route }) => route.method === request.method);
  if (!found) throw apiError(fitting.length > 0 ? 'methodNotAllowed' : 'unknownRoute');
  return await found.route.handle(hub, { query, body: json, name: found.name });
}

/** @returns what `{name}` stands for (empty when the path has none), or undefined when the paths differ */
function matchPath(pattern: string, path: string): string | undefined {
  const expected = pattern.split('/');
  const given = path.split('/');
  if (expected.length !== given.length) return undefined;
  let name = '';
  for (const [index, segment] of expected.entries()) {
    if (segment === '{name}') name = decodeURIComponent(given[index] ?? '');
    else if (segment !== given[index]) return undefined;
  }
  return name;
}

function toReply(error: unknown): Reply {
  if (error instanceof ApiError) return { status: error.status, body: error };
  return { status: 500, body: { message: error instanceof Error ? error.message : String(error), code: 0 } };
}
