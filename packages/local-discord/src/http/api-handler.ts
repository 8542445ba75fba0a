import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, apiError } from '../errors.ts';
import type { ReceivedBody } from '../forms/body.ts';
import { parseForm } from '../forms/parse.ts';
import type { Hub } from '../hub.ts';
import { namesSomebody, type Occasion } from '../local/faults.ts';
import { findUploads } from '../messages/uploads.ts';
import type { Call, Reply } from '../rest/route.ts';
import type { Found, Router } from '../rest/router.ts';
import type { World } from '../world/world.ts';
import type { Account } from '../world/worlds.ts';
import { type Answer, bodyAnswer, errorAnswer, successAnswer, writeAnswer } from './answer.ts';
import { refuseByFault, spoilByFault, type TakeFault } from './answer-faults.ts';
import { readBody } from './body.ts';

/** A call as it comes in. */
interface Incoming {
  readonly hub: Hub;
  readonly request: IncomingMessage;
  readonly method: string;
  /** Without `/api/v10` and without the query. */
  readonly path: string;
  /** The query with its question mark, or nothing. */
  readonly search: string;
}

/** Who calls what, and what came of it. */
interface Exchange extends Incoming {
  readonly found: Found;
  readonly account: Account | undefined;
  readonly world: World | undefined;
  /** Whether a bot calls, or whoever holds the token of a webhook or an interaction. */
  readonly isApplication: boolean;
  received: ReceivedBody | undefined;
  fault: string | undefined;
}

/** Answers everything under /api. */
export async function handleApi(router: Router, incoming: Incoming, response: ServerResponse): Promise<void> {
  const startedAt = performance.now();
  const { hub, request, method, path } = incoming;
  const account = findAccount(hub, request);
  const found = router.find(method, path);
  if (found === undefined || found === 'wrong-method') {
    request.resume();
    const answer = errorAnswer(apiError(found ? 'methodNotAllowed' : 'unknownRoute'));
    writeAnswer(response, answer);
    logCall(incoming, { world: account?.world, by: account?.user.username ?? 'nobody', startedAt, answer });
    return;
  }

  const isOpen = found.route.auth === 'none';
  const world = isOpen ? findWorldOf(hub, found.params) : account?.world;
  const isApplication = isOpen ? world !== undefined : account?.user.bot === true;
  const exchange: Exchange = {
    ...incoming,
    found,
    account,
    world,
    isApplication,
    received: undefined,
    fault: undefined,
  };
  const end = isApplication ? hub.activity.begin(world) : undefined;
  try {
    const answer = await answerTo(exchange);
    if (world && method !== 'GET') world.revision += 1;
    if (answer) writeAnswer(response, answer);
    else response.destroy();
    const by = isOpen ? openCallerOf(found.params) : (account?.user.username ?? 'nobody');
    logCall(incoming, { world, by, startedAt, answer, exchange });
    if (answer && !isPerson(account)) hub.limits.countInvalid(answer.status, answer.headers['x-ratelimit-scope']);
  } finally {
    end?.();
  }
}

function isPerson(account: Account | undefined): boolean {
  return account !== undefined && !account.user.bot;
}

/** @returns undefined when nobody is to be answered: a fault says so, or the caller has gone */
async function answerTo(exchange: Exchange): Promise<Answer | undefined> {
  const { hub, request, isApplication } = exchange;
  try {
    exchange.received = await readBody(request);
  } catch (error) {
    // Who breaks off in the middle waits for no answer.
    return request.complete ? failureAnswer(exchange, error, {}) : undefined;
  }

  // Those in front of Discord's API turn away whoever does not say what they are.
  if (!request.headers['user-agent']) return errorAnswer(apiError('noUserAgent'));
  const { headers, refusal } = isApplication ? hub.limits.count(limitedCall(exchange)) : { headers: {} };
  if (refusal) return bodyAnswer(refusal.status, refusal.headers, refusal.body);

  const take = faultTaker(exchange);
  const refused = take && (await refuseByFault(take, hub.limits));
  if (refused) return refused;
  const answer = await run(exchange, exchange.received)
    .then((reply) => successAnswer(reply, headers))
    .catch((error: unknown) => failureAnswer(exchange, error, headers));
  return take ? await spoilByFault(take, answer) : answer;
}

function limitedCall({ method, found: { route, params }, account, world }: Exchange) {
  return {
    method,
    route: route.path,
    params,
    account: route.auth === 'none' ? undefined : account?.user.id,
    webhookChannelId: world?.webhooks.get(params['webhook_id'] ?? '')?.channelId,
  };
}

async function run({ hub, found, account, world, search }: Exchange, received: ReceivedBody): Promise<Reply> {
  const { route, params } = found;
  const needsAccount = route.auth === 'account';
  if (needsAccount && !account) throw apiError('unauthorized');
  if (needsAccount && route.only === 'bots' && !account?.user.bot) throw apiError('onlyBots');
  if (needsAccount && route.only === 'people' && account?.user.bot) throw apiError('onlyPeople');

  const query = readQuery(search);
  const call = {
    hub,
    params,
    query: route.querySchema ? parseForm(route.querySchema, query) : undefined,
    body: route.bodySchema ? parseForm(route.bodySchema, received.json ?? {}) : received.json,
    files: world ? [...received.files, ...findUploads(world, received.json)] : received.files,
    ...(needsAccount && account ? accountParts(hub, account) : {}),
  };
  return await route.handle(call as Call);
}

/** A key that stands there more than once becomes a list. */
function readQuery(search: string): Record<string, string | string[]> {
  const query = new URLSearchParams(search);
  return Object.fromEntries(
    [...new Set(query.keys())].map((key) => {
      const [first = '', ...more] = query.getAll(key);
      return [key, more.length > 0 ? [first, ...more] : first];
    }),
  );
}

const MESSAGE_CONTENT = 1 << 15;

function accountParts(hub: Hub, { world, user }: Account): Pick<Call, 'world' | 'user' | 'viewer'> {
  const mayReadContent = !user.bot || (hub.refusedIntents & MESSAGE_CONTENT) === 0;
  return { world, user, viewer: { userId: user.id, bot: user.bot, mayReadContent } };
}

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

/** @returns undefined when no fault waits at all */
function faultTaker(exchange: Exchange): TakeFault | undefined {
  const { hub, method, path, world, account, received, isApplication } = exchange;
  if (hub.faults.list().length === 0) return undefined;
  const occasion: Occasion = { world, method, path, user: account?.user.username, text: () => received?.text ?? '' };
  return (kind) => {
    const fault = hub.faults.take(kind, occasion, isApplication ? undefined : namesSomebody);
    if (fault) exchange.fault = fault.kind;
    return fault;
  };
}

/** What an error is answered with; one that is not Discord's is a fault of this server, and logged. */
function failureAnswer(
  { hub, world, method, path }: Exchange,
  error: unknown,
  headers: Record<string, string>,
): Answer {
  if (error instanceof ApiError) return errorAnswer(error, headers);
  hub.log.add({
    kind: 'notice',
    world: world?.name,
    text: `a route of local-discord failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    detail: { method, path },
  });
  return errorAnswer(new ApiError(500, 0, '500: Internal Server Error'), headers);
}

function logCall(
  { hub, method, path, search }: Incoming,
  result: {
    world: World | undefined;
    by: string;
    startedAt: number;
    answer: Answer | undefined;
    exchange?: Exchange;
  },
): void {
  const { world, by, startedAt, answer, exchange } = result;
  hub.log.add({
    kind: 'request',
    world: world?.name,
    by,
    method,
    path: path + search,
    route: exchange?.found.route.path,
    body: exchange?.received?.text,
    files: (exchange?.received?.files ?? []).map(({ filename, bytes }) => ({
      name: filename,
      sizeBytes: bytes.length,
    })),
    status: answer?.status ?? 0,
    answer: answer?.text,
    tookMs: performance.now() - startedAt,
    fault: exchange?.fault,
  });
}
