import type { ServerResponse } from 'node:http';
import { nowMs } from './now.ts';
import type { LoggedRequest } from './request-log.ts';

/** The writing side of one request: every byte of an answer passes here, so the log's times are true. */
export class Exchange {
  readonly entry: LoggedRequest;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
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

  sendEvent(data: unknown): void {
    this.#write(`data: ${JSON.stringify(data)}\n\n`);
  }

  sendComment(text: string): void {
    this.#write(`: ${text}\n\n`);
  }

  endStream(): void {
    this.#write('data: [DONE]\n\n');
    this.#finish();
    this.#response.end();
  }

  /** Ends a stream without the sign that it is complete. */
  breakStream(): void {
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
    this.#response.write(text);
  }

  #finish(): void {
    this.entry.outcome = 'answered';
    this.entry.lastByteAtMs = nowMs();
  }
}
