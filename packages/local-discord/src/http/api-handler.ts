import { type IncomingMessage, STATUS_CODES, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, apiError } from '../errors.ts';
import { parseForm } from '../forms/parse.ts';
import type { Hub } from '../hub.ts';
import { type ArmedFault, type ArmedKind, namesSomebody, type Occasion } from '../local/faults.ts';
import type { Call, Reply } from '../rest/route.ts';
import type { Found, Router } from '../rest/router.ts';
import type { World } from '../world/world.ts';
import { type Account } from '../world/worlds.ts';
import { type ReceivedBody, readBody } from './body.ts';

/** What goes out, before it is written. */
interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string | undefined;
}

/** What is known of a call while it is handled. */
interface Exchange {
  readonly hub: Hub;
  readonly method: string;
  /** Without `/api/v10` and without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly request: IncomingMessage;
  readonly found: Found;
  readonly account: Account | undefined;
  readonly world: World | undefined;
  readonly by: string;
  received: ReceivedBody | undefined;
  fault: string | undefined;
}

/** Answers everything under /api. */
export async function handleApi(
  hub: Hub,
  router: Router,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  search: string,
): Promise<void> {
  const startedAt = performance.now();
  const method = request.method ?? 'GET';
  const found = router.find(method, path);
  if (found === undefined || found === 'wrong-method') {
    const error = apiError(found ? 'methodNotAllowed' : 'unknownRoute');
    request.resume();
    const answer = toAnswer(error);
    write(response, answer);
    hub.log.add({
      kind: 'request',
      world: findAccount(hub, request)?.world.name,
      by: findAccount(hub, request)?.user.username ?? 'nobody',
      method,
      path: path + search,
      route: undefined,
      body: undefined,
      files: [],
      status: answer.status,
      answer: answer.text,
      tookMs: performance.now() - startedAt,
      fault: undefined,
    });
    return;
  }

  const account = findAccount(hub, request);
  const isOpen = found.route.auth === 'none';
  const world = isOpen ? findWorldOf(hub, found.params) : account?.world;
  const exchange: Exchange = {
    hub,
    method,
    path,
    query: new URLSearchParams(search),
    request,
    found,
    account,
    world,
    by: isOpen ? openCallerOf(found.params) : (account?.user.username ?? 'nobody'),
    received: undefined,
    fault: undefined,
  };
  const isApplication = isOpen ? world !== undefined : account?.user.bot === true;
  const end = isApplication ? hub.activity.begin(world) : undefined;
  try {
    const answer = await exchangeAnswer(exchange, isApplication);
    if (answer) write(response, answer);
    else response.destroy();
    hub.log.add({
      kind: 'request',
      world: world?.name,
      by: exchange.by,
      method,
      path: path + search,
      route: found.route.path,
      body: exchange.received?.text,
      files: (exchange.received?.files ?? []).map(({ filename, bytes }) => ({
        name: filename,
        sizeBytes: bytes.length,
      })),
      status: answer?.status ?? 0,
      answer: answer?.text,
      tookMs: performance.now() - startedAt,
      fault: exchange.fault,
    });
    if (answer) hub.limits.countInvalid(answer.status, answer.headers['x-ratelimit-scope']);
  } finally {
    end?.();
  }
}

/** The whole way of a call. @returns undefined when a fault swallows the answer */
async function exchangeAnswer(exchange: Exchange, isApplication: boolean): Promise<Answer | undefined> {
  const { hub, method, found, account } = exchange;
  let received: ReceivedBody;
  try {
    received = await readBody(exchange.request);
  } catch (error) {
    return toAnswer(error, exchange);
  }
  exchange.received = received;

  let headers: Record<string, string> = {};
  if (isApplication) {
    const limited = hub.limits.count({
      method,
      route: found.route.path,
      params: found.params,
      account: found.route.auth === 'none' ? undefined : account?.user.id,
    });
    headers = limited.headers;
    const { refusal } = limited;
    if (refusal) {
      const text = typeof refusal.body === 'string' ? refusal.body : JSON.stringify(refusal.body);
      return { status: refusal.status, headers: refusal.headers, text };
    }
  }

  const refusedBy = await refuseByFault(exchange, isApplication);
  if (refusedBy) return refusedBy;

  let answer: Answer;
  try {
    answer = toSuccess(await run(exchange, received), headers);
  } catch (error) {
    answer = { ...toAnswer(error, exchange), headers: { ...headers, ...toAnswer(error).headers } };
  }
  return await spoilByFault(exchange, isApplication, answer);
}

async function run({ hub, found, account, query }: Exchange, received: ReceivedBody): Promise<Reply> {
  const { route, params } = found;
  const needsAccount = route.auth === 'account';
  if (needsAccount && !account) throw apiError('unauthorized');
  if (needsAccount && route.only === 'bots' && !account?.user.bot) throw apiError('onlyBots');
  if (needsAccount && route.only === 'people' && account?.user.bot) throw apiError('onlyPeople');

  const call = {
    hub,
    params,
    query: route.querySchema ? parseForm(route.querySchema, Object.fromEntries(query)) : undefined,
    body: route.bodySchema ? parseForm(route.bodySchema, received.json ?? {}) : received.json,
    files: received.files,
    ...(needsAccount && account ? accountParts(hub, account) : {}),
  };
  return await route.handle(call as Call);
}

function accountParts(hub: Hub, { world, user }: Account): Pick<Call, 'world' | 'user' | 'viewer'> {
  const mayReadContent = !user.bot || (hub.refusedIntents & MESSAGE_CONTENT) === 0;
  return { world, user, viewer: { userId: user.id, bot: user.bot, mayReadContent } };
}

const MESSAGE_CONTENT = 1 << 15;

/** The account whose token the request carries: people's as it is, bots' behind `Bot `. */
function findAccount(hub: Hub, { headers }: IncomingMessage): Account | undefined {
  const header = headers.authorization;
  if (header === undefined) return undefined;
  const isBot = header.startsWith('Bot ');
  const account = hub.worlds.account(isBot ? header.slice('Bot '.length) : header);
  return account?.user.bot === isBot ? account : undefined;
}

/** Whose webhook or interaction the path names. */
function findWorldOf(hub: Hub, params: Record<string, string>): World | undefined {
  const token = params['interaction_token'] ?? params['webhook_token'];
  const webhookId = params['webhook_id'];
  return hub.worlds
    .all()
    .find((world) => (webhookId && world.webhooks.has(webhookId)) || (token && world.interactionsByToken.has(token)));
}

function openCallerOf(params: Record<string, string>): string {
  if (params['interaction_id']) return 'interaction';
  return params['webhook_id'] ? 'webhook' : 'nobody';
}

function takeFault(exchange: Exchange, isApplication: boolean, kind: ArmedKind): ArmedFault | undefined {
  const { hub, method, path, world, account, received } = exchange;
  const occasion: Occasion = {
    world,
    method,
    path,
    user: account?.user.username,
    text: () => received?.text ?? '',
  };
  const fault = hub.faults.take(kind, occasion, isApplication ? undefined : namesSomebody);
  if (fault) exchange.fault = fault.kind;
  return fault;
}

/** Faults that act before the call has any effect. */
async function refuseByFault(exchange: Exchange, isApplication: boolean): Promise<Answer | undefined> {
  const { hub } = exchange;
  if (hub.faults.list().length === 0) return undefined;
  const limited = takeFault(exchange, isApplication, 'rate-limit');
  if (limited) {
    const { status, headers, body } = hub.limits.refuse(limited.scope, limited.retryAfter);
    return { status, headers, text: typeof body === 'string' ? body : JSON.stringify(body) };
  }
  const failing = takeFault(exchange, isApplication, 'error-before');
  if (failing) return asError(failing);
  const html = takeFault(exchange, isApplication, 'html-error');
  if (html) return htmlError(html.status ?? 502);
  const delay = takeFault(exchange, isApplication, 'delay-before');
  if (delay) await sleep(delay.delayMs ?? 1_000, undefined, { ref: false });
  return undefined;
}

/** Faults that act when the effect is there and only the answer can go wrong. */
async function spoilByFault(exchange: Exchange, isApplication: boolean, answer: Answer): Promise<Answer | undefined> {
  if (exchange.hub.faults.list().length === 0) return answer;
  const delay = takeFault(exchange, isApplication, 'delay');
  if (delay) await sleep(delay.delayMs ?? 1_000, undefined, { ref: false });
  const failing = takeFault(exchange, isApplication, 'error-after');
  if (failing) return asError(failing);
  return takeFault(exchange, isApplication, 'drop-answer') ? undefined : answer;
}

/** What error-before and error-after answer. */
function asError({ status = 500, errorCode, errorMessage }: ArmedFault): Answer {
  return toAnswer(new ApiError(status, errorCode, errorMessage ?? `${status}: ${STATUS_CODES[status] ?? 'Error'}`));
}

function htmlError(status: number): Answer {
  const text = `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center></body></html>`;
  return { status, headers: { 'content-type': 'text/html' }, text };
}

function toSuccess({ status, body }: Reply, headers: Record<string, string>): Answer {
  return { status, headers, text: body === undefined ? undefined : JSON.stringify(body) };
}

function toAnswer(error: unknown, exchange?: Exchange): Answer {
  if (error instanceof ApiError) {
    const headers: Record<string, string> = {};
    const retryAfter = error.extra['retry_after'];
    if (typeof retryAfter === 'number') headers['retry-after'] = String(Math.ceil(retryAfter));
    return { status: error.status, headers, text: JSON.stringify(error) };
  }
  exchange?.hub.log.add({
    kind: 'notice',
    world: exchange.world?.name,
    text: `a route of local-discord failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    detail: { method: exchange.method, path: exchange.path },
  });
  return { status: 500, headers: {}, text: JSON.stringify({ message: '500: Internal Server Error', code: 0 }) };
}

function write(response: ServerResponse, { status, headers, text }: Answer): void {
  if (text === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  response
    .writeHead(status, {
      'content-type': 'application/json',
      ...headers,
      'content-length': Buffer.byteLength(text),
      'x-content-type-options': 'nosniff',
    })
    .end(text);
}
