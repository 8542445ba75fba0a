import { Readable } from 'node:stream';
import busboy from '@fastify/busboy';
import { apiError, formError } from '../errors.ts';
import { parseExactJson } from '../exact-json.ts';

/** A file part of a multipart request. */
export interface UploadedFile {
  /** The `n` of `files[n]`; what the attachments list calls this file. */
  readonly key: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** What a request, or the answer of an endpoint, brought along. */
export interface ReceivedBody {
  /** Parsed JSON; undefined when there was no body. */
  readonly json: unknown;
  /** The JSON as it came, for the log. */
  readonly text: string | undefined;
  readonly files: readonly UploadedFile[];
}

/** Of one field, whatever the whole may hold. */
const MAX_FIELD_BYTES = 25 * 1024 * 1024;

/** What bytes of this type hold. @throws ApiError 50035, 50109 */
export async function parseBody(contentType: string, bytes: Buffer): Promise<ReceivedBody> {
  if (contentType.startsWith('multipart/form-data')) return await readMultipart(contentType, bytes);
  if (contentType.startsWith('application/json')) return { ...parseJson(bytes.toString('utf8')), files: [] };
  throw formError({
    path: ['_misc'],
    code: 'CONTENT_TYPE_INVALID',
    message: "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.",
  });
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
      limits: { fieldSize: MAX_FIELD_BYTES },
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
