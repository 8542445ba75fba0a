import { pathToFileURL } from 'node:url';
import { vectorSpaceOf } from '@tzurot/contracts';
import { expect, it } from 'vitest';
import { connectVendor, embedWith, type Vendor } from '../index.ts';
import { createEncoder } from './encoder.ts';
import { builtin } from './index.ts';

function connect(): Vendor {
  const vendor = connectVendor(builtin, { url: undefined, publicUrl: null });
  if (vendor === null) throw new Error('what needs no address is offered everywhere');
  return vendor;
}

const never = new AbortController().signal;

/** Both have length 1. */
const cosine = (one: readonly number[] = [], other: readonly number[] = []) =>
  one.reduce((sum, number, index) => sum + number * (other[index] ?? 0), 0);

it('puts what means the same nearer than what does not, without a key or a network', async () => {
  const vendor = connect();
  const texts = [
    'My cat is called Moss.',
    'What is the name of my kitten?',
    'The ship sails at dawn.',
    'I like rain.',
    'She plays chess.',
  ];

  const { vectors } = await embedWith(
    vendor,
    { key: null, address: null, model: 'use-lite-en', dimensions: 512, texts },
    { timeoutMs: 60_000, signal: never },
  );

  expect(vectors.map(({ length }) => length)).toEqual(Array(5).fill(512));
  expect(vectorSpaceOf(vendor)).toBe('builtin/use-lite-en/512');
  const [cat, kitten, ship] = vectors;
  expect(cosine(cat, kitten)).toBeGreaterThan(cosine(cat, ship));
});

/** A thread that answers with the texts' lengths. */
const echo = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id, texts }) => parentPort.postMessage({ id, vectors: texts.map((text) => [text.length]) }));
  `)}`,
);

it('answers a question before the rest of a batch', async () => {
  const encoder = createEncoder(echo);
  const done: string[] = [];

  const batch = encoder
    .encode(
      Array.from({ length: 10 }, () => 'ab'),
      never,
    )
    .then((vectors) => {
      done.push('batch');
      return vectors;
    });
  const question = await encoder.encode(['abc'], never).then((vectors) => {
    done.push('question');
    return vectors;
  });

  expect(question).toEqual([[3]]);
  expect(await batch).toEqual(Array.from({ length: 10 }, () => [2]));
  expect(done).toEqual(['question', 'batch']);
});

it('fails at once and for good when its package is broken, and for nobody who stopped waiting', async () => {
  const broken = createEncoder(pathToFileURL('/nowhere/encoder.mjs'));
  const gone = createEncoder(echo);

  await expect(broken.encode(['a'], never)).rejects.toThrow('does not run');
  await expect(broken.encode(['a'], never)).rejects.toThrow('does not run');
  await expect(gone.encode(['a'], AbortSignal.abort())).rejects.toThrow('nobody waits');
});
