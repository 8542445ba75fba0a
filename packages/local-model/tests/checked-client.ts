import OpenAI from 'openai';
import { expect } from 'vitest';
import {
  checkRequest,
  checkResponse,
  checkStreamEvent,
  hasSpec,
  type SpecOperation,
  type SpecVendor,
} from '../src/spec/index.ts';

/** One exchange between the real client and the server, as it went over the wire. */
interface SeenExchange {
  operation: SpecOperation;
  request: unknown;
  status: number;
  contentType: string;
  text: string;
}

/**
 * The real OpenAI client, pointed at a vendor's base path of a local server. What it sends and gets is
 * kept in `seen`; `expectDescribed` holds all of it against the vendor's own description, where present.
 */
export function createCheckedClient(
  url: string,
  vendor: SpecVendor,
  options: { apiKey?: string; maxRetries?: number } = {},
) {
  const seen: SeenExchange[] = [];
  const client = new OpenAI({
    baseURL: `${url}${vendor === 'openai' ? '/v1' : '/api/v1'}`,
    apiKey: options.apiKey ?? 'local-test',
    maxRetries: options.maxRetries ?? 0,
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      const entry: SeenExchange = {
        operation: readOperation(input instanceof Request ? input.url : input.toString()),
        request: typeof init?.body === 'string' ? JSON.parse(init.body) : undefined,
        status: response.status,
        contentType: response.headers.get('content-type') ?? '',
        text: '',
      };
      seen.push(entry);
      if (!response.body) return response;
      const decoder = new TextDecoder();
      const keep = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(part, controller) {
          entry.text += decoder.decode(part, { stream: true });
          controller.enqueue(part);
        },
      });
      return new Response(response.body.pipeThrough(keep), response);
    },
  });

  return {
    client,
    seen,
    expectDescribed: (): void => {
      expect(seen.length).toBeGreaterThan(0);
      if (!hasSpec(vendor)) return;
      expect(seen.flatMap((exchange) => findProblems(vendor, exchange))).toEqual([]);
    },
  };
}

/** All that comes, in order. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

function findProblems(vendor: SpecVendor, { operation, request, status, contentType, text }: SeenExchange): string[] {
  const asked = request === undefined ? [] : checkRequest(vendor, operation, request);
  if (contentType.startsWith('text/html')) return asked;
  if (!contentType.startsWith('text/event-stream')) {
    return [...asked, ...checkResponse(vendor, operation, status, JSON.parse(text))];
  }
  const events = [...text.matchAll(/^data: (\{.*)$/gm)].map(([, json]) => JSON.parse(json ?? ''));
  return [...asked, ...events.flatMap((event) => checkStreamEvent(vendor, event))];
}

function readOperation(url: string): SpecOperation {
  if (url.includes('/chat/')) return 'chat';
  if (url.endsWith('/embeddings')) return 'embeddings';
  if (url.endsWith('/key')) return 'key';
  return url.endsWith('/models') ? 'models' : 'model';
}
