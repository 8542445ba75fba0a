/**
 * The client keeps of a refusal only what stands under `error`; vendors that say it without that word, as Mistral does, would
 * be taken for silent. Their whole body is put there.
 */
export function withWholeErrors(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (response.ok || response.headers.get('content-type')?.includes('application/json') !== true) return response;
    const text = await response.text();
    const { status, statusText, headers } = response;
    return new Response(underError(text), { status, statusText, headers: withoutLength(headers) });
  };
}

function underError(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    const isMissing = typeof body === 'object' && body !== null && !('error' in body);
    return isMissing ? JSON.stringify({ error: body }) : text;
  } catch {
    return text;
  }
}

function withoutLength(headers: Headers): Headers {
  const kept = new Headers(headers);
  kept.delete('content-length');
  kept.delete('content-encoding');
  return kept;
}
