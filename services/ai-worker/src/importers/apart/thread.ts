import { parentPort, workerData } from 'node:worker_threads';
import { readFile } from '../read-file.ts';

const { bytes, filename } = workerData as { bytes: Uint8Array; filename: string };
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(await readFile(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), filename));
