import { redactSecrets } from './redact.ts';

/** One HTTP call by anybody. */
export interface RequestEntry {
  readonly kind: 'request';
  /** Which world it concerned; undefined when that could not be told. */
  readonly world: string | undefined;
  /** `bot`, a person's name, `webhook`, `interaction`, `operator` or `nobody`. */
  readonly by: string;
  readonly method: string;
  /** Path and query as sent. */
  readonly path: string;
  /** The entry of the route table that answered. */
  readonly route: string | undefined;
  readonly body: string | undefined;
  readonly files: readonly { readonly name: string; readonly sizeBytes: number }[];
  readonly status: number;
  readonly answer: string | undefined;
  readonly tookMs: number;
  /** The fault that touched this call. */
  readonly fault: string | undefined;
}

/** One event that went (or would have gone) over a socket. */
export interface EventEntry {
  readonly kind: 'event';
  readonly world: string;
  readonly to: string;
  readonly session: string;
  readonly name: string;
  readonly payload: string;
}

/** One payload that a client sent over its socket. */
export interface ReceivedEntry {
  readonly kind: 'received';
  readonly world: string | undefined;
  readonly by: string;
  readonly op: number;
  readonly payload: string;
}

/** Something the server noticed: a fault fired, a connection closed, a picture could not be fetched. */
export interface NoticeEntry {
  readonly kind: 'notice';
  readonly world: string | undefined;
  readonly text: string;
  readonly detail?: Record<string, unknown>;
}

export type LogEntry = (RequestEntry | EventEntry | ReceivedEntry | NoticeEntry) & {
  /** Counts from 1 and never repeats. */
  readonly n: number;
  /** Milliseconds since the Unix epoch, on the server's clock. */
  readonly atMs: number;
};

export interface Log {
  add(entry: RequestEntry | EventEntry | ReceivedEntry | NoticeEntry): void;
  /** Entries with a number above `after`, oldest first. */
  since(after: number): LogEntry[];
  /** The number of the newest entry. */
  last(): number;
}

/** Old entries go when either is passed; the first keeps memory flat under a bench, the second under uploads. */
const MAX_ENTRIES = 20_000;
const MAX_CHARACTERS = 48_000_000;

/** A log in memory; secrets are taken out before an entry is kept. */
export function createLog(now: () => number): Log {
  let entries: LogEntry[] = [];
  let first = 0;
  let characters = 0;
  let n = 0;

  function trim(): void {
    while (entries.length - first > MAX_ENTRIES || (characters > MAX_CHARACTERS && entries.length - first > 1)) {
      const oldest = entries[first];
      if (oldest) characters -= weigh(oldest);
      first += 1;
    }
    if (first > MAX_ENTRIES) {
      entries = entries.slice(first);
      first = 0;
    }
  }

  return {
    add(entry) {
      n += 1;
      const kept = { ...clean(entry), n, atMs: now() } as LogEntry;
      entries.push(kept);
      characters += weigh(kept);
      trim();
    },
    since: (after) => entries.slice(Math.max(first, first + (after - (n - (entries.length - first))))),
    last: () => n,
  };
}

function clean(entry: RequestEntry | EventEntry | ReceivedEntry | NoticeEntry): typeof entry {
  switch (entry.kind) {
    case 'request':
      return {
        ...entry,
        body: entry.body === undefined ? undefined : redactSecrets(entry.body),
        answer: entry.answer === undefined ? undefined : redactSecrets(entry.answer),
      };
    case 'event':
    case 'received':
      return { ...entry, payload: redactSecrets(entry.payload) };
    case 'notice':
      return entry;
  }
}

function weigh(entry: LogEntry): number {
  switch (entry.kind) {
    case 'request':
      return 200 + (entry.body?.length ?? 0) + (entry.answer?.length ?? 0);
    case 'event':
    case 'received':
      return 200 + entry.payload.length;
    case 'notice':
      return 200;
  }
}
