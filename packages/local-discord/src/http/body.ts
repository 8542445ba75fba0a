import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import busboy from '@fastify/busboy';
import { apiError, formError } from '../errors.ts';
import { parseExactJson } from '../exact-json.ts';
import type { UploadedFile } from '../messages/attachments.ts';

/** What a request brought along. */
export interface ReceivedBody {
  /** Parsed JSON; undefined when there was no body. */
  readonly json: unknown;
  /** The JSON as it came, for the log. */
  readonly text: string | undefined;
  readonly files: readonly UploadedFile[];
}

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
  const contentType = request.headers['content-type'] ?? '';
  if (contentType.startsWith('multipart/form-data')) return await readMultipart(contentType, bytes);
  if (contentType.startsWith('application/json')) return { ...parseJson(bytes.toString('utf8')), files: [] };
  throw formError({
    path: ['_misc'],
    code: 'CONTENT_TYPE_INVALID',
    message: "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.",
  });
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

function parseJson(text: string): { json: unknown; text: string } {
  try {
    return { json: parseExactJson(text), text };
  } catch {
    throw apiError('notJson');
  }
}

async function readMultipart(contentType: string, bytes: Buffer): Promise<ReceivedBody> {
  const files: UploadedFile[] = [];
  const fields: Record<string, string> = {};

  await new Promise<void>((resolve, reject) => {
    const parser = new busboy.Busboy({
      headers: { 'content-type': contentType },
      limits: { fieldSize: MAX_REQUEST_BYTES },
    });
    parser.on('field', (name: string, value: string) => {
      fields[name] = value;
    });
    parser.on('file', (name: string, stream: Readable, filename: string, _encoding: string, type: string) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const key = /^files\[(\d+)\]$/.exec(name)?.[1] ?? String(files.length);
        files.push({ key, filename: filename ?? '', contentType: type, bytes: Buffer.concat(chunks) });
      });
    });
    parser.on('finish', resolve);
    parser.on('error', reject);
    Readable.from([bytes]).pipe(parser);
  }).catch(() => {
    throw formError({ path: ['_misc'], code: 'MULTIPART_INVALID', message: 'The multipart body cannot be read.' });
  });

  const payload = fields['payload_json'];
  if (payload !== undefined) return { ...parseJson(payload), files };
  return { json: fields, text: JSON.stringify(fields), files };
}
