/**
 * How a call looks on the wire; the client writes it and the server reads it.
 *
 * The person behind a call is JSON in one header, encoded so that any display name fits into ASCII.
 * The deadline travels as what is left of it, since two machines' clocks may differ.
 */
export const CALLER_HEADER = 'x-caller';
export const TIMEOUT_HEADER = 'x-timeout-ms';
export const TRACE_HEADER = 'traceparent';

export function encodeCaller(caller: unknown): string {
  return encodeURIComponent(JSON.stringify(caller));
}

/** @throws URIError or SyntaxError when the header is not what `encodeCaller` made */
export function decodeCaller(header: string): unknown {
  return JSON.parse(decodeURIComponent(header));
}

/**
 * Strings are sent as they are; any other value is JSON under the key with a colon after it (`page:=2`),
 * so that a number, a flag or a list is the same value at the other end.
 */
export function encodeQuery(query: object): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (typeof value === 'string') params.append(key, value);
    else params.append(`${key}:`, JSON.stringify(value));
  }
  return params.toString();
}

/** @throws SyntaxError when a value under `key:` is not JSON */
export function decodeQuery(search: string): Record<string, unknown> {
  const query: Record<string, unknown> = Object.create(null);
  for (const [key, value] of new URLSearchParams(search)) {
    if (key.endsWith(':')) query[key.slice(0, -1)] = JSON.parse(value);
    else query[key] = value;
  }
  return { ...query };
}

/** Fills `/user/characters/:id` with encoded values. @throws Error when a parameter is missing */
export function fillPath(path: string, params: Record<string, unknown>): string {
  return path.replaceAll(/:([A-Za-z]+)/g, (_whole, name: string) => {
    const value = params[name];
    if ((typeof value !== 'string' || value === '') && typeof value !== 'number') {
      throw new Error(`path parameter ${name} of ${path} is missing`);
    }
    return encodeURIComponent(value);
  });
}
