import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';

import { local } from '../local/index.ts';

const EVENTS = [
  { choices: [{ delta: { content: 'Hello.' } }] },
  { choices: [{ delta: {}, finish_reason: 'stop' }] },
  '[DONE]',
]
  .map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`)
  .join('');

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A vendor that sends its events and leaves the rest of the answer to `end`. */
async function startVendor(end: (response: ServerResponse) => void) {
  const started = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(EVENTS);
    end(response);
  });
  server = started;
  started.listen(0, '127.0.0.1');
  await once(started, 'listening');
  const { port } = started.address() as AddressInfo;
  const vendor = local.connect({ url: `http://127.0.0.1:${port}`, publicUrl: null });
  return {
    async ask() {
      const events: string[] = [];
      const request = { model: 'm', messages: [], parameters: {}, maxTokens: 5, key: 'key', address: null };
      const answer = vendor.chat?.({ ...request, signal: new AbortController().signal }) ?? [];
      for await (const event of answer) events.push(event.kind);
      return events;
    },
  };
}

it('reads an answer to the end that comes after its last event, so that the connection can carry the next call', async () => {
  const answers: ServerResponse[] = [];
  const isWhole = Promise.withResolvers<boolean>();
  const vendor = await startVendor((response) => {
    answers.push(response);
    // A client that hangs up closes the response before it is finished.
    response.once('close', () => isWhole.resolve(response.writableFinished));
  });

  expect(await vendor.ask()).toEqual(['text', 'end']);
  // Whoever hangs up has done so by now.
  await delay(50);
  answers[0]?.end();

  expect(await isWhole.promise).toBe(true);
});

it('waits for no vendor that goes on after its last event, and cuts it off', async () => {
  const closed = Promise.withResolvers<void>();
  const vendor = await startVendor((response) => {
    const more = setInterval(() => response.write(': still here\n\n'), 50);
    response.once('close', () => {
      clearInterval(more);
      closed.resolve();
    });
  });

  expect(await vendor.ask()).toEqual(['text', 'end']);

  await closed.promise;
});
