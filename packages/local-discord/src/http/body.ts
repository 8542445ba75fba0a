import type { IncomingMessage } from 'node:http';
import { apiError } from '../errors.ts';
import { parseBody, type ReceivedBody } from '../forms/body.ts';

/** Of one whole request. Source: Discord documentation, "Uploading Files". */
const MAX_REQUEST_BYTES = 25 * 1024 * 1024;

const nothing: ReceivedBody = { json: undefined, text: undefined, files: [] };

/** @throws ApiError 40005, 50035, 50109 */
export async function readBody(request: IncomingMessage): Promise<ReceivedBody> {
  const { method } = request;
  if (method === 'GET' || method === 'HEAD') {
    request.resume();
    return nothing;
  }
  const bytes = await collect(request);
  if (bytes.length === 0) return nothing;
  return await parseBody(request.headers['content-type'] ?? '', bytes);
}

async function collect(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_REQUEST_BYTES) chunks.push(chunk);
  }
  // The rest is read and dropped, so that the client hears the answer instead of a broken connection.
  if (size > MAX_REQUEST_BYTES) throw apiError('requestTooLarge');
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
