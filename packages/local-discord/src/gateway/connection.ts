import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import type { WebSocket } from 'ws';
import { closeCodes } from './close-codes.ts';
import type { Connection } from './types.ts';

/** A client may send this many payloads a minute. Source: Discord documentation, "Rate Limiting" of the gateway. */
const PAYLOADS_PER_MINUTE = 120;

export type Compression = 'none' | 'zlib-stream' | 'zstd-stream';

/** What a client asks for in the address; undefined when it is not spoken here, as zstd is not by an older Node. */
export function compressionOf(asked: string | null): Compression | undefined {
  if (asked === null || asked === '' || asked === 'false') return 'none';
  if (asked === 'zlib-stream') return asked;
  return asked === 'zstd-stream' && 'createZstdCompress' in zlib ? asked : undefined;
}

export function createConnection(socket: WebSocket, compression: Compression): Connection {
  const write =
    compression === 'none' ? (payload: string) => socket.send(payload) : compressedWriter(socket, compression);
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

/** A stream that is compressed as a whole, and can be made to give out all it was given. */
type Compressor = Transform & { flush(kind: number, done: () => void): void; close(): void };

function compressorOf(compression: 'zlib-stream' | 'zstd-stream'): { stream: Compressor; flushKind: number } {
  return compression === 'zlib-stream'
    ? { stream: zlib.createDeflate({ chunkSize: 65_536 }), flushKind: zlib.constants.Z_SYNC_FLUSH }
    : { stream: zlib.createZstdCompress(), flushKind: zlib.constants.ZSTD_e_flush };
}

/** One shared context per connection, each payload ended by a flush and sent as a message of its own. */
function compressedWriter(socket: WebSocket, compression: 'zlib-stream' | 'zstd-stream'): (payload: string) => void {
  const { stream, flushKind } = compressorOf(compression);
  let chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('close', () => stream.close());
  return (payload) => {
    stream.write(payload);
    stream.flush(flushKind, () => {
      if (chunks.length > 0 && socket.readyState === socket.OPEN) socket.send(Buffer.concat(chunks));
      chunks = [];
    });
  };
}
