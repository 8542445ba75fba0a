import { connect } from 'node:net';
import { FrameReader } from '../protocol/frame-reader.ts';
import { cstrings, frame, int32, queryFrame, readErrorFields } from '../protocol/frames.ts';
import { dumpCommand } from '../wire/batch-builder.ts';

const protocolVersion = 3 << 16;

/**
 * Asks a running local database for the files of its cluster, as a tar.
 * @throws Error with the server's sentence, or a system error when nobody answers
 */
export async function fetchDump(url: string): Promise<Buffer> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
  const parameters = cstrings('user', username, 'database', pathname.slice(1), '');
  socket.write(Buffer.concat([int32(parameters.length + 8), int32(protocolVersion), parameters]));
  const reader = new FrameReader();
  const pieces: Buffer[] = [];
  let hasAsked = false;
  try {
    for await (const chunk of socket) {
      reader.push(chunk);
      for (let bytes = reader.readFrame(); bytes; bytes = reader.readFrame()) {
        const type = String.fromCharCode(bytes.readUInt8(0));
        if (type === 'E') throw new Error(readErrorFields(bytes, 0, bytes.length).get('M'));
        if (type === 'R' && bytes.readInt32BE(5) !== 0)
          socket.write(frame('p', cstrings(decodeURIComponent(password))));
        if (type === 'd') pieces.push(bytes.subarray(5));
        if (type === 'Z' && hasAsked) return Buffer.concat(pieces);
        if (type === 'Z') {
          hasAsked = true;
          socket.write(queryFrame(dumpCommand));
        }
      }
    }
    throw new Error('the database closed the connection');
  } finally {
    socket.destroy();
  }
}
