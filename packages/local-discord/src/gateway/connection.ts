import { constants, createDeflate, type Deflate } from 'node:zlib';
import type { WebSocket } from 'ws';
import { closeCodes } from './close-codes.ts';
import type { Connection } from './types.ts';

/** A client may send this many payloads a minute. Source: Discord documentation, "Rate Limiting" of the gateway. */
const PAYLOADS_PER_MINUTE = 120;

export function createConnection(socket: WebSocket, compresses: boolean): Connection {
  const deflate = compresses ? createDeflate({ chunkSize: 65_536 }) : undefined;
  const write = deflate ? compressedWriter(socket, deflate) : (payload: string) => socket.send(payload);
  const recentPayloadsMs: number[] = [];
  let waiting: string[] | undefined;

  const connection: Connection = {
    socket,
    session: undefined,
    isZombie: false,
    countPayload(nowMs) {
      while (recentPayloadsMs.length > 0 && (recentPayloadsMs[0] ?? 0) <= nowMs - 60_000) recentPayloadsMs.shift();
      recentPayloadsMs.push(nowMs);
      return recentPayloadsMs.length <= PAYLOADS_PER_MINUTE;
    },
    send(payload) {
      if (connection.isZombie || socket.readyState !== socket.OPEN) return;
      if (waiting) waiting.push(payload);
      else write(payload);
    },
    pause(ms) {
      if (waiting) return;
      const held: string[] = [];
      waiting = held;
      setTimeout(() => {
        waiting = undefined;
        for (const payload of held) connection.send(payload);
      }, ms).unref();
    },
    close(reason) {
      const [code, text] = closeCodes[reason];
      connection.closeWith(code, text);
    },
    closeWith(code, text) {
      socket.close(code, text);
      // A client that never answers the closing handshake would keep the socket; a resume must not wait for it.
      setTimeout(() => socket.terminate(), 1_000).unref();
    },
    isDrained: () => waiting === undefined && socket.bufferedAmount === 0,
  };
  return connection;
}

/** zlib-stream: one shared context per connection, each payload ended by a sync flush. */
function compressedWriter(socket: WebSocket, deflate: Deflate): (payload: string) => void {
  let chunks: Buffer[] = [];
  deflate.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('close', () => deflate.close());
  return (payload) => {
    deflate.write(payload);
    deflate.flush(constants.Z_SYNC_FLUSH, () => {
      if (chunks.length > 0 && socket.readyState === socket.OPEN) socket.send(Buffer.concat(chunks));
      chunks = [];
    });
  };
}
