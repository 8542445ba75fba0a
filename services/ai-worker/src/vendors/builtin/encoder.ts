import { Worker } from 'node:worker_threads';
import { z } from 'zod';

/** So many texts at once: a question waits for no more than these. */
const TEXTS_AT_ONCE = 4;

/** Turns texts into vectors in a thread of its own, which starts with the first of them. */
export interface Encoder {
  /** @throws Error when the thread or its model is broken; then all later ones throw at once, or when `signal` aborts */
  encode(texts: readonly string[], signal: AbortSignal): Promise<number[][]>;
}

interface Waiting {
  texts: readonly string[];
  vectors: number[][];
  signal: AbortSignal;
  resolve: (vectors: number[][]) => void;
  reject: (error: Error) => void;
}

const Encoded = z.object({ id: z.number(), vectors: z.array(z.array(z.number())).nullable() });

export function createEncoder(program: URL): Encoder {
  let thread: Worker | null = null;
  let broken: Error | null = null;
  let running: Waiting | null = null;
  let lastId = 0;
  const waiting: Waiting[] = [];

  function fail(error: unknown): void {
    broken = new Error('the built-in encoder does not run', { cause: error });
    for (const each of [...waiting.splice(0), ...(running === null ? [] : [running])]) each.reject(broken);
    running = null;
  }

  function start(): Worker {
    const started = new Worker(program);
    // It keeps no process alive that has nothing else to do.
    started.unref();
    started.on('error', fail);
    started.on('exit', (code) => fail(new Error(`its thread ended with ${code}`)));
    started.on('message', (message: unknown) => {
      const { id, vectors } = Encoded.parse(message);
      const job = id === lastId ? running : null;
      running = null;
      if (job !== null && vectors === null) job.reject(new Error('the built-in encoder cannot read this text'));
      if (job !== null && vectors !== null) {
        job.vectors.push(...vectors);
        if (job.vectors.length === job.texts.length) job.resolve(job.vectors);
        else if (!job.signal.aborted) waiting.push(job);
      }
      next();
    });
    return started;
  }

  function next(): void {
    if (running !== null || broken !== null) return;
    // A single text is a question, for which somebody waits.
    const index = Math.max(
      0,
      waiting.findIndex(({ texts }) => texts.length === 1),
    );
    const [job] = waiting.splice(index, 1);
    if (job === undefined) return;
    if (job.signal.aborted) return next();
    running = job;
    thread ??= start();
    lastId += 1;
    const done = job.vectors.length;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    thread.postMessage({ id: lastId, texts: job.texts.slice(done, done + TEXTS_AT_ONCE) });
  }

  return {
    encode(texts, signal) {
      if (broken !== null) return Promise.reject(broken);
      return new Promise((resolve, reject) => {
        const job = { texts, vectors: [], signal, resolve, reject };
        const giveUp = () => reject(new Error('nobody waits for it any more'));
        if (signal.aborted) return giveUp();
        signal.addEventListener('abort', giveUp, { once: true });
        waiting.push(job);
        next();
      });
    },
  };
}
