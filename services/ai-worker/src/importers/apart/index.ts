import { Worker } from 'node:worker_threads';
import type { FileContents } from '../read-file.ts';

const TIMEOUT_MS = 20_000;
const MAX_HEAP_MB = 512;

/**
 * Reads a file in a thread of its own: whatever it was made to do, nobody waits for it, it ends in time, and it takes no
 * more memory than it is given.
 */
export async function readApart(bytes: Buffer, filename: string, signal: AbortSignal): Promise<FileContents> {
  const thread = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: { bytes: new Uint8Array(bytes), filename },
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    env: {},
  });
  const failed = (problem: FileContents['problem']): FileContents => ({
    format: null,
    version: null,
    problem,
    detail: '',
    warnings: [],
    found: [],
    redacted: null,
  });
  const { promise, resolve, reject } = Promise.withResolvers<FileContents>();
  const timer = setTimeout(() => resolve(failed('too-slow')), TIMEOUT_MS);
  const stop = () => reject(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  thread.once('message', resolve);
  thread.once('error', (error: Error & { code?: string }) => {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(failed('too-slow'));
    else reject(error);
  });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    await thread.terminate();
  }
}
