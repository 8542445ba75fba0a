import { WebSocket } from 'ws';

/** One event as it came over a socket. */
export interface SocketEvent<Data = Record<string, unknown>> {
  readonly name: string;
  readonly seq: number;
  readonly data: Data;
}

/** Any payload as it came over a socket. */
export interface Payload {
  readonly op: number;
  readonly d: unknown;
  readonly s: number | null;
  readonly t: string | null;
}

/** A raw gateway connection that remembers everything it heard. */
export interface GatewaySocket {
  readonly payloads: readonly Payload[];
  readonly events: readonly SocketEvent[];
  send(op: number, data: unknown): void;
  sendRaw(text: string): void;
  /** Hears every payload from now on. */
  onPayload(hear: (payload: Payload) => void): void;
  /** The next payload that fits, past or future. @throws Error after `timeoutMs` */
  waitForPayload(fits: (payload: Payload) => boolean, timeoutMs?: number): Promise<Payload>;
  /** The first event of this name that fits, past or future. @throws Error after `timeoutMs` */
  waitFor<Data = Record<string, unknown>>(
    name: string,
    fits?: (data: Data) => boolean,
    timeoutMs?: number,
  ): Promise<Data>;
  /** The close code, once the connection is closed. */
  readonly closed: Promise<number>;
  close(code?: number): void;
  /** Cuts the connection without a closing handshake. */
  cut(): void;
}

const DEFAULT_TIMEOUT_MS = 5_000;

/** Opens a gateway connection; nothing is identified yet. */
export function openSocket(baseUrl: string, query = 'v=10&encoding=json'): GatewaySocket {
  const socket = new WebSocket(`${baseUrl.replace(/^http/, 'ws')}/?${query}`);
  const payloads: Payload[] = [];
  const waiting = new Set<() => void>();
  const hearers: ((payload: Payload) => void)[] = [];

  socket.on('message', (data: Buffer) => {
    const payload = JSON.parse(data.toString('utf8')) as Payload;
    payloads.push(payload);
    for (const look of waiting) look();
    for (const hear of hearers) hear(payload);
  });
  socket.on('error', () => undefined);
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));

  function waitForPayload(fits: (payload: Payload) => boolean, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<Payload> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(look);
        const heard = payloads.map(({ op, t }) => t ?? `op ${op}`).join(', ');
        reject(new Error(`nothing that fits came in ${timeoutMs} ms; heard: ${heard || 'nothing'}`));
      }, timeoutMs);
      function look() {
        const found = payloads.find(fits);
        if (!found) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(found);
      }
      waiting.add(look);
      look();
    });
  }

  return {
    payloads,
    get events() {
      return payloads
        .filter(({ op }) => op === 0)
        .map(({ t, s, d }) => ({ name: t ?? '', seq: s ?? 0, data: d as Record<string, unknown> }));
    },
    send: (op, data) => socket.send(JSON.stringify({ op, d: data })),
    sendRaw: (text) => socket.send(text),
    onPayload: (hear) => void hearers.push(hear),
    waitForPayload,
    async waitFor<Data>(name: string, fits: (data: Data) => boolean = () => true, timeoutMs?: number) {
      const found = await waitForPayload(({ t, d }) => t === name && fits(d as Data), timeoutMs);
      return found.d as Data;
    },
    closed,
    close: (code = 1000) => socket.close(code),
    cut: () => socket.terminate(),
  };
}
