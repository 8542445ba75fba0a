import { connect, type Socket } from 'node:net';
import { FrameReader } from '../src/protocol/frame-reader.ts';
import { cstrings, int32, readErrorFields } from '../src/protocol/frames.ts';

/** A client that says exactly what a test wants, where a driver would be too polite. */
export class RawClient {
  readonly socket: Socket;
  readonly #reader = new FrameReader();
  readonly #chunks: AsyncIterator<Buffer>;

  private constructor(port: number) {
    this.socket = connect({ host: '127.0.0.1', port });
    this.socket.on('error', () => {});
    this.#chunks = this.socket[Symbol.asyncIterator]();
  }

  /** Connects and says nothing. */
  static silent(port: number): RawClient {
    return new RawClient(port);
  }

  /** Connects and starts a session. */
  static async start(port: number, parameters: Record<string, string> = {}): Promise<RawClient> {
    const client = new RawClient(port);
    client.sendStartup({ user: 'raw', database: 'postgres', ...parameters });
    await client.readUntilReady();
    return client;
  }

  sendStartup(parameters: Record<string, string>, version = 196_608): void {
    const body = Buffer.concat([int32(version), cstrings(...Object.entries(parameters).flat(), '')]);
    this.socket.write(Buffer.concat([int32(body.length + 4), body]));
  }

  send(...frames: Buffer[]): void {
    this.socket.write(Buffer.concat(frames));
  }

  /** The next frame, or null when the server has closed the connection. */
  async readFrame(): Promise<Buffer | null> {
    for (;;) {
      const bytes = this.#reader.readFrame();
      if (bytes) return bytes;
      const { done, value } = await this.#chunks.next();
      if (done) return null;
      this.#reader.push(value);
    }
  }

  /** The types of the frames up to "ready", errors as their code and message. */
  async readUntilReady(): Promise<string[]> {
    const seen: string[] = [];
    for (;;) {
      const bytes = await this.readFrame();
      if (!bytes) return [...seen, 'closed'];
      const type = String.fromCharCode(bytes.readUInt8(0));
      if (type === 'E') {
        const fields = readErrorFields(bytes, 0, bytes.length);
        seen.push(`${fields.get('S')} ${fields.get('C')}: ${fields.get('M')}`);
      } else seen.push(type === 'D' ? `D ${bytes.toString('latin1', 11)}` : type);
      if (type === 'Z') return seen;
    }
  }

  /** One byte of a server that has not started a session. */
  async readByte(): Promise<string> {
    const { value } = await this.#chunks.next();
    return value?.toString('latin1') ?? '';
  }

  close(): void {
    this.socket.destroy();
  }
}
