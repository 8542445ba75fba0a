import { ProtocolViolation } from './frames.ts';

// Postgres allows the same: MAX_STARTUP_PACKET_LENGTH and one GiB per message.
const maxStartupBytes = 10_000;
const maxFrameBytes = 2 ** 30;

/** Cuts a stream of bytes into frames. A frame that arrives in one piece is a view of it, not a copy. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #availableBytes = 0;

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#availableBytes += chunk.length;
  }

  /** The next packet without a type byte, as sent before the session starts; null until it is whole. */
  readStartupPacket(): Buffer | null {
    return this.#read(0, maxStartupBytes);
  }

  /** The next frame, type byte included; null until it is whole. */
  readFrame(): Buffer | null {
    return this.#read(1, maxFrameBytes);
  }

  #read(lengthOffset: number, maxBytes: number): Buffer | null {
    const headerBytes = lengthOffset + 4;
    if (this.#availableBytes < headerBytes) return null;
    const totalBytes = lengthOffset + this.#first(headerBytes).readInt32BE(lengthOffset);
    if (totalBytes < headerBytes || totalBytes > maxBytes) throw new ProtocolViolation('invalid message length');
    if (this.#availableBytes < totalBytes) return null;

    const first = this.#first(totalBytes);
    if (first.length === totalBytes) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(totalBytes);
    this.#availableBytes -= totalBytes;
    return first.subarray(0, totalBytes);
  }

  /** The first chunk, joined with its followers until it holds `bytes`. */
  #first(bytes: number): Buffer {
    let first = this.#chunks[0] ?? Buffer.alloc(0);
    if (first.length >= bytes) return first;
    let count = 0;
    let joinedBytes = 0;
    while (joinedBytes < bytes) {
      joinedBytes += this.#chunks[count]?.length ?? bytes;
      count += 1;
    }
    first = Buffer.concat(this.#chunks.slice(0, count));
    this.#chunks.splice(0, count, first);
    return first;
  }
}
