import { createParser } from 'eventsource-parser';

import type { HttpAnswer } from './http-call.ts';

/** The end of an answer follows its last event at once; whoever sends more is cut off. */
const WITHIN_MS = 1_000;
const LAST = '[DONE]';

/**
 * What the events of a streamed answer hold, in batches: those that arrived together are read together.
 * A connection whose answer was read to its end carries the next call, any other one is closed, so what follows the last
 * event is read all the same.
 */
export async function* readEvents({ body }: Pick<HttpAnswer, 'body'>): AsyncGenerator<string[], void, undefined> {
  const pieces = body[Symbol.asyncIterator]();
  const decoder = new TextDecoder();
  let arrived: string[] = [];
  const parser = createParser({ onEvent: ({ data }) => arrived.push(data) });
  let isWhole = false;
  try {
    for (let isOver = false; !isOver; ) {
      const { done, value } = await pieces.next();
      // Some servers forget the empty line behind their last event.
      parser.feed(done === true ? `${decoder.decode()}\n\n` : decoder.decode(value, { stream: true }));
      const last = arrived.indexOf(LAST);
      isWhole = last >= 0;
      isOver = isWhole || done === true;
      const events = isWhole ? arrived.slice(0, last) : arrived;
      arrived = [];
      if (events.length > 0) yield events;
    }
  } finally {
    // Nobody waits for the end.
    void (isWhole ? drain(pieces) : close(pieces));
  }
}

async function drain(pieces: AsyncIterator<unknown>): Promise<void> {
  const timer = setTimeout(() => void close(pieces), WITHIN_MS);
  try {
    while ((await pieces.next()).done !== true);
  } catch {
    // The connection is gone, which is an end too.
  } finally {
    clearTimeout(timer);
  }
}

async function close(pieces: AsyncIterator<unknown>): Promise<void> {
  await Promise.resolve(pieces.return?.()).catch(() => {});
}
