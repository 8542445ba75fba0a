/**
 * Frames of the Postgres wire protocol, version 3: one type byte, a length that counts itself, a body.
 * Source: PostgreSQL documentation, "Frontend/Backend Protocol", "Message Formats".
 */

const headerBytes = 5;

export function frame(type: string, ...body: Uint8Array[]): Buffer {
  const lengthBytes = body.reduce((sum, part) => sum + part.length, 4);
  const bytes = Buffer.allocUnsafe(1 + lengthBytes);
  bytes.write(type, 0, 'latin1');
  bytes.writeInt32BE(lengthBytes, 1);
  let offset = headerBytes;
  for (const part of body) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

export function cstrings(...values: string[]): Buffer {
  return Buffer.from(values.map((value) => `${value}\0`).join(''));
}

export function int32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value, 0);
  return bytes;
}

export const syncFrame = frame('S');

export function queryFrame(sql: string): Buffer {
  return frame('Q', cstrings(sql));
}

export function closeStatementFrame(name: string): Buffer {
  return frame('C', Buffer.from('S'), cstrings(name));
}

export type TransactionStatus = 'idle' | 'open' | 'failed';

const statusLetters: Record<TransactionStatus, string> = { idle: 'I', open: 'T', failed: 'E' };

export function readyFrame(status: TransactionStatus): Buffer {
  return frame('Z', Buffer.from(statusLetters[status]));
}

export interface WireError {
  severity: 'ERROR' | 'FATAL';
  /** SQLSTATE, five characters. Source: PostgreSQL documentation, "PostgreSQL Error Codes". */
  code: string;
  message: string;
  hint?: string;
}

export function errorFrame({ severity, code, message, hint }: WireError): Buffer {
  const fields = [`S${severity}`, `V${severity}`, `C${code}`, `M${message}`];
  if (hint !== undefined) fields.push(`H${hint}`);
  return frame('E', cstrings(...fields), Buffer.from([0]));
}

/** The answer to a COPY out of one stream of bytes, without the "ready" that follows. */
export function* copyOutFrames(bytes: Buffer): Generator<Buffer> {
  const binaryWithoutColumns = Buffer.from([1, 0, 0]);
  yield frame('H', binaryWithoutColumns);
  for (let start = 0; start < bytes.length; start += copyPieceBytes) {
    yield frame('d', bytes.subarray(start, start + copyPieceBytes));
  }
  yield frame('c');
  yield frame('C', cstrings('COPY 1'));
}

const copyPieceBytes = 64 * 1024;

/** The text up to the next zero byte, and where the following field starts. */
export function readCstring(bytes: Buffer, offset: number): { value: string; next: number } {
  const end = bytes.indexOf(0, offset);
  if (end < 0) throw new ProtocolViolation('a text field does not end');
  return { value: bytes.toString('utf8', offset, end), next: end + 1 };
}

/** Calls `visit` for every whole frame in `bytes`, with the frame's type and its place. */
export function forEachFrame(bytes: Buffer, visit: (type: string, start: number, end: number) => void): void {
  let start = 0;
  while (start + headerBytes <= bytes.length) {
    const end = start + 1 + bytes.readInt32BE(start + 1);
    visit(String.fromCharCode(bytes.readUInt8(start)), start, end);
    start = end;
  }
}

/** The fields of an ErrorResponse or NoticeResponse by their one-letter names: `C` is the code, `M` the message. */
export function readErrorFields(bytes: Buffer, start: number, end: number): Map<string, string> {
  const fields = new Map<string, string>();
  let offset = start + headerBytes;
  while (offset < end && bytes[offset] !== 0) {
    const { value, next } = readCstring(bytes, offset);
    fields.set(value.charAt(0), value.slice(1));
    offset = next;
  }
  return fields;
}

/** The columns of one DataRow as text; null where the column is null. */
export function readDataRow(bytes: Buffer, start: number): (string | null)[] {
  const columns: (string | null)[] = [];
  let offset = start + headerBytes + 2;
  for (let count = bytes.readInt16BE(start + headerBytes); count > 0; count -= 1) {
    const lengthBytes = bytes.readInt32BE(offset);
    offset += 4;
    columns.push(lengthBytes < 0 ? null : bytes.toString('utf8', offset, offset + lengthBytes));
    offset += Math.max(lengthBytes, 0);
  }
  return columns;
}

export function transactionStatusOf(bytes: Buffer, start: number): TransactionStatus {
  const letter = String.fromCharCode(bytes.readUInt8(start + headerBytes));
  if (letter === statusLetters.open) return 'open';
  return letter === statusLetters.failed ? 'failed' : 'idle';
}

/** The client sent something that the protocol does not allow; the connection cannot go on. */
export class ProtocolViolation extends Error {
  override readonly name = 'ProtocolViolation';
}
