import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createGatheringSocket } from './gathering-socket.ts';

it('sends what is written without a pause together, and in order', async () => {
  const server = createServer((peer) => void peer.pipe(peer)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const socket = createGatheringSocket();
  onTestFinished(() => void socket.destroy());
  socket.connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  const received: string[] = [];
  socket.on('data', (chunk) => received.push(chunk.toString()));

  socket.write('BEGIN;');
  socket.cork();
  socket.write('SELECT;');
  socket.uncork();
  socket.write('COMMIT;');

  expect(socket.writableLength).toBe('BEGIN;SELECT;COMMIT;'.length);
  await expect.poll(() => received.join('')).toBe('BEGIN;SELECT;COMMIT;');
  socket.write('later');
  await expect.poll(() => received.join('')).toBe('BEGIN;SELECT;COMMIT;later');
});
