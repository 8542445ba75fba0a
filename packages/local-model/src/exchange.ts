import type { ServerResponse } from 'node:http';
import { nowMs } from './now.ts';
import type { LoggedRequest } from './request-log.ts';
import type { Frame } from './vendors/vendor-shape.ts';

/** The writing side of one request: every byte of an answer passes here, so the log's times are true. */
export class Exchange {
  readonly entry: LoggedRequest;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  /** Everything is written in pieces of so many bytes, wherever they tear a character; null for no such thing. */
  pieceBytes: number | null = null;
  readonly #response: ServerResponse;

  constructor(response: ServerResponse, entry: LoggedRequest) {
    this.entry = entry;
    this.#response = response;
    const gone = new AbortController();
    this.signal = gone.signal;
    response.on('close', () => {
      if (entry.outcome !== 'open' && response.writableFinished) return;
      if (entry.outcome === 'cut') return;
      entry.outcome = 'aborted';
      entry.lastByteAtMs = nowMs();
      gone.abort();
    });
  }

  get hasStarted(): boolean {
    return this.#response.headersSent;
  }

  sendJson(status: number, body: unknown, headers: Record<string, string> = {}): void {
    this.#send(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }

  sendHtml(status: number, page: string): void {
    this.#send(status, page, { 'content-type': 'text/html; charset=utf-8' });
  }

  startStream(): void {
    this.entry.status = 200;
    this.#response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  }

  /** Writes what `write` sends in as few packets as possible. */
  together(write: () => void): void {
    this.#response.cork();
    write();
    this.#response.uncork();
  }

  sendFrame(frame: Frame): void {
    if ('comment' in frame) return this.#write(`: ${frame.comment}\n\n`);
    if ('end' in frame) return this.#write(`data: ${frame.end}\n\n`);
    this.#write(`${frame.event === undefined ? '' : `event: ${frame.event}\n`}data: ${JSON.stringify(frame.data)}\n\n`);
  }

  /** What no vendor means to send. */
  sendText(text: string): void {
    this.#write(text);
  }

  endStream(): void {
    this.#finish();
    this.#response.end();
  }

  /** Promises the whole text, sends half of it and ends the connection. */
  cutJson(body: unknown): void {
    const text = JSON.stringify(body);
    this.entry.status = 200;
    this.#response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    this.#write(text.slice(0, text.length / 2));
    this.cutConnection();
  }

  cutConnection(): void {
    this.entry.outcome = 'cut';
    this.entry.lastByteAtMs = nowMs();
    // The bytes written so far still leave; only what is missing never comes.
    this.#response.socket?.destroySoon();
  }

  #send(status: number, text: string, headers: Record<string, string>): void {
    this.entry.status = status;
    this.entry.firstByteAtMs = nowMs();
    this.#response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
    this.#finish();
    this.#response.end(text);
  }

  #write(text: string): void {
    this.entry.firstByteAtMs ??= nowMs();
    if (this.pieceBytes === null) {
      this.#response.write(text);
      return;
    }
    const bytes = Buffer.from(text);
    for (let start = 0; start < bytes.length; start += this.pieceBytes)
      this.#response.write(bytes.subarray(start, start + this.pieceBytes));
  }

  #finish(): void {
    this.entry.outcome = 'answered';
    this.entry.lastByteAtMs = nowMs();
  }
}
