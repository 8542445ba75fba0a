import { parentPort, workerData } from 'node:worker_threads';
import { readFile } from '../read-file.ts';

const { bytes, filename } = workerData as { bytes: Uint8Array; filename: string };
parentPort?.postMessage(await readFile(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), filename));
