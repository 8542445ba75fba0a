import { setTimeout as delay } from 'node:timers/promises';

/** A refusal by Discord, with its own words. */
export class RefusedByDiscord extends Error {
  override readonly name = 'RefusedByDiscord';
  readonly status: number;
  readonly body: unknown;

  constructor(call: string, status: number, body: unknown) {
    super(`${call} was answered with ${status}: ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
  }
}

export interface FileToSend {
  name: string;
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export interface DiscordCall {
  body?: object;
  files?: readonly FileToSend[];
}

/** Calls a route of Discord's API as somebody. @throws RefusedByDiscord */
export type DiscordRest = (method: string, path: string, call?: DiscordCall) => Promise<unknown>;

/** Waits where Discord asks for it, as people's clients do. @param apiUrl such as `http://127.0.0.1:3900/api` */
export function createDiscordRest(apiUrl: string, authorization: string): DiscordRest {
  return async (method, path, { body, files = [] } = {}) => {
    for (;;) {
      const response = await fetch(`${apiUrl}/v10${path}`, { method, ...encode(authorization, body, files) });
      const text = await response.text();
      if (response.status === 429) {
        await delay(Number(response.headers.get('retry-after') ?? 1) * 1_000);
        continue;
      }
      const answer: unknown = text === '' ? null : JSON.parse(text);
      if (!response.ok) throw new RefusedByDiscord(`${method} ${path}`, response.status, answer);
      return answer;
    }
  };
}

function encode(
  authorization: string,
  body: object | undefined,
  files: readonly FileToSend[],
): { headers: Record<string, string>; body?: FormData | string } {
  if (files.length === 0) {
    if (body === undefined) return { headers: { authorization } };
    return { headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(body) };
  }
  const form = new FormData();
  form.set('payload_json', JSON.stringify(body ?? {}));
  for (const [index, { name, type, bytes }] of files.entries())
    form.set(`files[${index}]`, new Blob([bytes], { type }), name);
  return { headers: { authorization }, body: form };
}
