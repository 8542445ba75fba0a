import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Hub } from '../hub.ts';
import { MAX_FILE_BYTES } from '../messages/attachments.ts';
import { uploadPath } from '../messages/uploads.ts';
import type { Upload } from '../world/types.ts';

/** Takes the bytes of a file that was announced; the address is the right to send them. */
export async function takeUpload(
  hub: Hub,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const upload = findUpload(hub, path);
  if (request.method !== 'PUT' || !upload) {
    request.resume();
    response.writeHead(upload ? 405 : 404).end();
    return;
  }
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes <= MAX_FILE_BYTES) chunks.push(chunk);
    }
  } catch {
    return; // Who breaks off in the middle waits for no answer.
  }
  if (sizeBytes > MAX_FILE_BYTES) {
    response.writeHead(413).end();
    return;
  }
  upload.file = { contentType: request.headers['content-type'] ?? '', bytes: Buffer.concat(chunks) };
  response.writeHead(200).end();
}

function findUpload(hub: Hub, path: string): Upload | undefined {
  const uploads = hub.worlds.all().flatMap((world) => [...world.uploads.values()]);
  return uploads.find((upload) => uploadPath(upload) === path);
}
