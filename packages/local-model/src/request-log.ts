import { nowMs } from './now.ts';
import type { VendorId } from './vendors/vendor-shape.ts';

/** One request as the log tells it. Times are milliseconds since the epoch, with fractions. */
export interface LoggedRequest {
  /** Counts up from 1 and is never used again, also not after the log was cleared. */
  id: number;
  method: string;
  path: string;
  /** Who the caller took this server for, told by the path; null outside the vendors' paths. */
  vendor: VendorId | null;
  /** Taken from the body; null when there is none. */
  model: string | null;
  /** SHA-256 of the bearer key in hex; null when no key came. The key itself is kept nowhere. */
  keySha256: string | null;
  /** The parsed JSON body; null when none came, or when it was dropped to bound memory (`bodyDropped`). */
  body: unknown;
  bodyDropped: boolean;
  /** The answer's status; null while nothing was sent. */
  status: number | null;
  /** `aborted`: the client went away. `cut`: this server ended the connection, as the model asked. */
  outcome: 'open' | 'answered' | 'aborted' | 'cut';
  /** When the request's headers had arrived. */
  receivedAtMs: number;
  /** When the first byte of the answer was handed to the socket. */
  firstByteAtMs: number | null;
  /** When the last byte was handed to the socket, or the connection ended early. */
  lastByteAtMs: number | null;
}

/**
 * The requests this server saw, oldest first, in bounded memory: the oldest entries fall out, and
 * before that the oldest bodies.
 */
export class RequestLog {
  readonly #maxEntries: number;
  readonly #maxBodyBytes: number;
  readonly #entries: LoggedRequest[] = [];
  readonly #bodies: { entry: LoggedRequest; sizeBytes: number }[] = [];
  #bodyBytes = 0;
  #lastId = 0;

  constructor(options: { maxEntries: number; maxBodyBytes: number }) {
    this.#maxEntries = options.maxEntries;
    this.#maxBodyBytes = options.maxBodyBytes;
  }

  open(facts: Pick<LoggedRequest, 'method' | 'path' | 'vendor' | 'keySha256'>): LoggedRequest {
    const entry: LoggedRequest = {
      id: ++this.#lastId,
      ...facts,
      model: null,
      body: null,
      bodyDropped: false,
      status: null,
      outcome: 'open',
      receivedAtMs: nowMs(),
      firstByteAtMs: null,
      lastByteAtMs: null,
    };
    this.#entries.push(entry);
    if (this.#entries.length > this.#maxEntries) this.#entries.shift();
    return entry;
  }

  keepBody(entry: LoggedRequest, body: unknown, sizeBytes: number): void {
    entry.body = body;
    this.#bodies.push({ entry, sizeBytes });
    this.#bodyBytes += sizeBytes;
    while (this.#bodyBytes > this.#maxBodyBytes || this.#bodies.length > this.#maxEntries) {
      const oldest = this.#bodies.shift();
      if (!oldest) return;
      this.#bodyBytes -= oldest.sizeBytes;
      oldest.entry.body = null;
      oldest.entry.bodyDropped = true;
    }
  }

  /** Copies, so that a reader's view does not change under it. */
  after(id = 0): LoggedRequest[] {
    return this.#entries.filter((entry) => entry.id > id).map((entry) => ({ ...entry }));
  }

  get lastId(): number {
    return this.#lastId;
  }

  clear(): void {
    this.#entries.length = 0;
    this.#bodies.length = 0;
    this.#bodyBytes = 0;
  }
}
