import { errorSentence, UNREACHABLE } from './error-words.ts';

/** An answer of the API that is not a success: `status` 0 when there was no answer at all. */
export class RestError extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.name = 'RestError';
    this.status = status;
    this.code = code;
  }
}

/** A file to send along; `name` is what others will see. */
export interface Upload {
  name: string;
  blob: Blob;
  description?: string;
}

export interface CallOptions {
  body?: unknown;
  query?: Readonly<Record<string, string | number | undefined>>;
  /** Sent as `files[n]` beside `payload_json`. */
  files?: readonly Upload[];
  signal?: AbortSignal;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Calls one route and gives its parsed answer, undefined for 204. */
export type Rest = <Answer = undefined>(method: Method, path: string, options?: CallOptions) => Promise<Answer>;

export interface RestOptions {
  /** Where routes start, for example `/api/v10`. */
  baseUrl: string;
  token: string;
  fetch?: typeof fetch;
  wait?: (ms: number) => Promise<void>;
}

const MAX_RATE_LIMIT_WAITS = 4;

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first sentence found in Discord's nested form errors, with the path of the field it is about. */
export const firstFormError = (errors: unknown, path = ''): string | undefined => {
  if (!isObject(errors)) return undefined;
  const own = errors['_errors'];
  if (Array.isArray(own)) {
    const first: unknown = own[0];
    if (isObject(first) && typeof first['message'] === 'string') {
      return path === '' ? first['message'] : `${path}: ${first['message']}`;
    }
  }
  for (const [key, value] of Object.entries(errors)) {
    const found = firstFormError(value, path === '' ? key : `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
};

const toError = (status: number, body: unknown): RestError => {
  if (!isObject(body)) return new RestError(status, 0, errorSentence(status, 0, undefined));
  const code = typeof body['code'] === 'number' ? body['code'] : 0;
  const message = typeof body['message'] === 'string' ? body['message'] : undefined;
  return new RestError(status, code, errorSentence(status, code, firstFormError(body['errors']) ?? message));
};

const encodeBody = ({ body, files }: CallOptions): { body?: BodyInit; headers: Record<string, string> } => {
  if (files !== undefined && files.length > 0) {
    const form = new FormData();
    form.set('payload_json', JSON.stringify(body ?? {}));
    files.forEach((file, index) => form.set(`files[${index}]`, file.blob, file.name));
    return { body: form, headers: {} };
  }
  if (body === undefined) return { headers: {} };
  return { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
};

const readBody = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** A client of the HTTP API as one person. It waits out rate limits, a few times, before it gives up. */
export const createRest = (options: RestOptions): Rest => {
  const send = options.fetch ?? fetch.bind(globalThis);
  const pause = options.wait ?? wait;

  return async <Answer>(method: Method, path: string, call: CallOptions = {}): Promise<Answer> => {
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(call.query ?? {})) {
      if (value !== undefined) query.set(key, String(value));
    }
    const search = query.size > 0 ? `?${query.toString()}` : '';
    const { body, headers } = encodeBody(call);

    for (let waits = 0; ; waits += 1) {
      let response: Response;
      try {
        response = await send(`${options.baseUrl}${path}${search}`, {
          method,
          headers: { ...headers, Authorization: options.token },
          ...(body === undefined ? {} : { body }),
          ...(call.signal === undefined ? {} : { signal: call.signal }),
        });
      } catch (error) {
        if (error instanceof DOMException && error.name === 'AbortError') throw error;
        throw new RestError(0, 0, UNREACHABLE);
      }

      if (response.status === 204) return undefined as Answer;
      const answer = await readBody(response);
      if (response.ok) return answer as Answer;
      const retryAfterSeconds = isObject(answer) ? Number(answer['retry_after']) : Number.NaN;
      if (response.status !== 429 || waits >= MAX_RATE_LIMIT_WAITS || !Number.isFinite(retryAfterSeconds)) {
        throw toError(response.status, answer);
      }
      await pause(retryAfterSeconds * 1000);
    }
  };
};
