import { readDescription } from './description.ts';
import { bodyKeysDiscordTakesToo, knownErrors, withoutReferenceTypes } from './exceptions.ts';

/** What Discord's description says of one call. */
export interface Verdict {
  /** False for routes that only Discord's own client calls: the description does not have them. */
  readonly described: boolean;
  readonly request: readonly string[];
  readonly answer: readonly string[];
}

export interface JudgedCall {
  readonly method: string;
  /** The path of the route table. */
  readonly route: string;
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
}

export type Judge = (call: JudgedCall) => Verdict;

/**
 * Judges calls by Discord's OpenAPI description, closed: a key it does not know is a problem.
 * Requests are judged only when they were taken; one that was refused is wrong by its own admission.
 */
export function createJudge(path: string): Judge {
  const description = readDescription(path, true);

  function judgeRequest({ method, route, body, status }: JudgedCall): string[] {
    if (status >= 400 || body === undefined) return [];
    const check = namedRequest(route, method, body) ?? undefined;
    const validate = check === undefined ? description.requestBody(method, route) : description.named(check);
    if (!validate) return description.takesOnlyFiles(method, route) ? [] : [`${method} ${route} takes no body`];
    return validate(amendAll(method, route, body));
  }

  function judgeAnswer({ method, route, status, answer }: JudgedCall): string[] {
    if (answer === undefined) return [];
    if (status >= 400) return description.named('ErrorResponse')(amendAll(method, route, answer));
    const validate = description.answer(method, route, status);
    return validate
      ? validate(withoutReferenceTypes(answer))
      : [`${method} ${route} has no described answer with status ${status}`];
  }

  return (call) => {
    if (!description.describes(call.method, call.route)) return { described: false, request: [], answer: [] };
    return { described: true, request: judgeRequest(call), answer: judgeAnswer(call) };
  };
}

/** Where the description offers a union whose loosest member accepts everything, the member that is meant. */
function namedRequest(route: string, method: string, body: unknown): string | undefined {
  if (method !== 'POST') return undefined;
  if (route === '/webhooks/{webhook_id}/{webhook_token}') return 'IncomingWebhookRequestPartial';
  if (!route.endsWith('/callback')) return undefined;
  return callbacksByType.get(Number((body as { type?: unknown }).type));
}

const callbacksByType: ReadonlyMap<number, string> = new Map([
  [4, 'CreateMessageInteractionCallbackRequest'],
  [5, 'CreateMessageInteractionCallbackRequest'],
  [6, 'UpdateMessageInteractionCallbackRequest'],
  [7, 'UpdateMessageInteractionCallbackRequest'],
  [8, 'ApplicationCommandAutocompleteCallbackRequest'],
  [9, 'ModalInteractionCallbackRequest'],
]);

/** The body as the description should take it, were it right. */
function amendAll(method: string, route: string, body: unknown): unknown {
  if (Array.isArray(body)) return body.map((each) => amendAll(method, route, each));
  if (typeof body !== 'object' || body === null) return body;
  const extra = bodyKeysDiscordTakesToo[`${method} ${route}`] ?? [];
  const known = Object.fromEntries(Object.entries(body).filter(([key]) => !extra.includes(key)));
  return knownErrors.reduce((amended, error) => error.amend(method, route, amended), known);
}
