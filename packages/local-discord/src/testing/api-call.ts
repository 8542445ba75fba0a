/** What came back from one call. */
export interface Answered<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface FileToSend {
  readonly name: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
  readonly contentType?: string;
}

/** Calls the API with an Authorization header as it stands (a bot's begins with `Bot `); null sends none. */
export async function callApi<Body = unknown>(
  baseUrl: string,
  authorization: string | null,
  method: string,
  path: string,
  body?: unknown,
  files: readonly FileToSend[] = [],
): Promise<Answered<Body>> {
  const headers: Record<string, string> = authorization === null ? {} : { authorization };
  let payload: string | FormData | undefined;
  if (files.length > 0) {
    payload = new FormData();
    payload.set('payload_json', JSON.stringify(body ?? {}));
    for (const [index, { name, content, contentType }] of files.entries()) {
      payload.set(`files[${index}]`, new Blob([content], contentType ? { type: contentType } : {}), name);
    }
  } else if (body !== undefined) {
    payload = JSON.stringify(body);
    headers['content-type'] = 'application/json';
  }
  const response = await fetch(`${baseUrl}${path.startsWith('/local/') ? '' : '/api/v10'}${path}`, {
    method,
    headers,
    ...(payload === undefined ? {} : { body: payload }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('application/json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson && text !== '' ? JSON.parse(text) : text) as Body,
  };
}
