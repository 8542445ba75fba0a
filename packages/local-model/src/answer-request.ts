import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Exchange } from './exchange.ts';
import type { RequestLog } from './request-log.ts';
import { routes } from './routes/index.ts';
import type { Route, ServerMemory } from './routes/route.ts';
import { VendorFailure } from './vendor-failure.ts';
import { anthropicShape } from './vendors/anthropic.ts';
import { googleShape } from './vendors/google.ts';
import { openAiShape } from './vendors/openai.ts';
import { openRouterShape } from './vendors/openrouter.ts';
import type { VendorShape } from './vendors/vendor-shape.ts';

const MAX_BODY_BYTES = 32 * 1_024 * 1_024;

/** OpenRouter's base path ends like OpenAI's, so the longer one is tried first. */
const shapes: readonly VendorShape[] = [openRouterShape, anthropicShape, googleShape, openAiShape];

export interface ServerState {
  log: RequestLog;
  memory: ServerMemory;
  /** @param key the bearer key, null when none came */
  acceptsKey(key: string | null): boolean;
  /** @param token the bearer token, null when none came */
  mayReadLog(token: string | null): boolean;
}

/** Answers one request of any kind; it never throws and never leaves a request open. */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  state: ServerState,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const method = request.method ?? 'GET';
  if (!isFromHere(request)) return refuseForeign(response);
  if (path === '/local/log' || path === '/local/health') return answerLocal(request, response, { method, path, state });

  const shape = shapes.find(({ basePath }) => path.startsWith(`${basePath}/`));
  const key = readKey(request, shape ?? openAiShape);
  const keySha256 = key === null ? null : hash('sha256', key);
  const entry = state.log.open({ method, path, vendor: shape?.id ?? null, keySha256 });
  const exchange = new Exchange(response, entry);
  const usedShape = shape ?? openAiShape;
  try {
    const body = await readJson(request);
    if (body) {
      entry.model = readModel(body.value);
      state.log.keepBody(entry, body.value, body.sizeBytes);
    }
    const found = shape && findRoute(method, path.slice(shape.basePath.length), shape);
    if (!found) throw new VendorFailure(404, `Unknown request URL: ${method} ${path}.`, { code: 'unknown_url' });
    if (found.route.openAt !== usedShape.id && !state.acceptsKey(key)) throw refuseKey(key);
    await found.route.handle({
      exchange,
      shape: usedShape,
      keySha256,
      pathParameter: found.parameter,
      verb: found.verb,
      body: body?.value ?? null,
      memory: state.memory,
    });
  } catch (error) {
    // A client that left, perhaps in the middle of its request, reads no answer; the log says that it left.
    if (exchange.signal.aborted || !request.complete) return;
    sendFailure(exchange, usedShape, error);
  }
}

/** Pages of other websites reach a loopback port too: they are told by their Origin, or by a Host that was rebound to it. */
function isFromHere(request: IncomingMessage): boolean {
  if (request.headers.origin !== undefined) return false;
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  return ['127.0.0.1', 'localhost', '[::1]'].includes(host);
}

function refuseForeign(response: ServerResponse): void {
  response.writeHead(403, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { message: 'Only programs on this machine may ask, by a loopback address.' } }));
}

function answerLocal(
  request: IncomingMessage,
  response: ServerResponse,
  { method, path, state }: { method: string; path: string; state: ServerState },
): void {
  const send = (status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  if (path === '/local/health' && method === 'GET') return send(200, { ok: true });
  if (path === '/local/log' && !state.mayReadLog(readBearer(request))) {
    return send(401, {
      error: { message: 'The log holds what people wrote: send its token as Authorization: Bearer ….' },
    });
  }
  if (path === '/local/log' && method === 'GET') {
    const after = Number(new URL(request.url ?? '/', 'http://localhost').searchParams.get('after') ?? 0);
    if (!Number.isSafeInteger(after)) return send(400, { error: { message: 'after must be the id of an entry.' } });
    return send(200, { entries: state.log.after(after), lastId: state.log.lastId });
  }
  if (path === '/local/log' && method === 'DELETE') {
    state.log.clear();
    response.writeHead(204).end();
    return;
  }
  send(405, { error: { message: `${path} does not take ${method}.` } });
}

function readKey(request: IncomingMessage, { keyHeader }: VendorShape): string | null {
  const given = request.headers[keyHeader];
  if (keyHeader !== 'authorization' && typeof given === 'string' && given !== '') return given;
  return readBearer(request);
}

function readBearer(request: IncomingMessage): string | null {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

function refuseKey(key: string | null): VendorFailure {
  const message =
    key === null
      ? 'No key was given: send one that begins with local-.'
      : 'Incorrect API key provided: local models take any key that begins with local-.';
  return new VendorFailure(401, message);
}

/** @returns null when the request has no body */
async function readJson(request: IncomingMessage): Promise<{ value: unknown; sizeBytes: number } | null> {
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    sizeBytes += bytes.length;
    // Read on and forget: a client that is still sending would not see the answer.
    if (sizeBytes <= MAX_BODY_BYTES) parts.push(bytes);
    else parts.length = 0;
  }
  if (sizeBytes === 0) return null;
  if (sizeBytes > MAX_BODY_BYTES) throw new VendorFailure(413, `The request is larger than ${MAX_BODY_BYTES} bytes.`);
  try {
    return { value: JSON.parse(Buffer.concat(parts).toString('utf8')), sizeBytes };
  } catch {
    throw new VendorFailure(400, 'We could not parse the JSON body of your request.');
  }
}

function readModel(body: unknown): string | null {
  return typeof body === 'object' && body !== null && 'model' in body && typeof body.model === 'string'
    ? body.model
    : null;
}

function findRoute(
  method: string,
  path: string,
  shape: VendorShape,
): { route: Route; parameter: string; verb: string } | null {
  for (const route of routes) {
    if (route.method !== method || !route.vendors.includes(shape.id)) continue;
    const found = route.path.exec(path);
    if (found) return { route, parameter: decodeOrKeep(found[1] ?? ''), verb: found[2] ?? '' };
  }
  return null;
}

function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function sendFailure(exchange: Exchange, shape: VendorShape, error: unknown): void {
  const failure =
    error instanceof VendorFailure ? error : new VendorFailure(500, `local-model itself failed: ${String(error)}`);
  if (exchange.hasStarted) return exchange.cutConnection();
  if (failure.code === 'html') {
    return exchange.sendHtml(
      failure.status,
      `<html><head><title>${failure.status}</title></head><body></body></html>\n`,
    );
  }
  exchange.sendJson(failure.status, shape.failure(failure), shape.failureHeaders(failure));
}
