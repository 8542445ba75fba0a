/** Where the connection stands, in words that the page can show. */
export type ConnectionStatus =
  | { state: 'connecting' }
  | { state: 'ready' }
  | { state: 'reconnecting'; attempt: number }
  | { state: 'refused'; reason: string };

/** One connection, as far as it matters here. */
export interface Socket {
  send(data: string): void;
  close(code: number): void;
}

export interface SocketHandlers {
  onMessage: (data: unknown) => void;
  onClose: (code: number, reason: string) => void;
}

/** Opens a connection; one that cannot be opened is closed with 1006, as a WebSocket is. */
export type OpenSocket = (url: string, handlers: SocketHandlers) => Socket;

export interface GatewayOptions {
  token: string;
  /** Asks the API where the gateway is; called for each fresh connection. */
  findUrl: () => Promise<string>;
  openSocket: OpenSocket;
  onEvent: (name: string, data: unknown) => void;
  onStatus: (status: ConnectionStatus) => void;
  /** A number in [0, 1) that spreads first heartbeats and reconnects. */
  random?: () => number;
}

export interface Gateway {
  sessionId(): string | undefined;
  /** Tries again at once instead of waiting for the next attempt. */
  hurry(): void;
}

interface Payload {
  op: number;
  d?: unknown;
  s?: number | null;
  t?: string | null;
}

const Op = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const;

/** Codes after which another attempt would only be refused again. Source: Discord, "Gateway Close Event Codes". */
const FINAL_CLOSE_CODES: ReadonlyMap<number, string> = new Map([
  [4004, 'This person is not known here: the token was refused.'],
  [4010, 'The gateway refused the shard.'],
  [4011, 'The gateway asks for sharding.'],
  [4012, 'The gateway does not speak this version of the API.'],
  [4013, 'The gateway refused the intents.'],
  [4014, 'The gateway does not allow these intents.'],
]);

/** Codes that end the session, so that resuming it is pointless. */
const SESSION_ENDING_CODES: ReadonlySet<number> = new Set([4003, 4007, 4009]);

/** A close code of ours that is not 1000 or 1001, because those end the session on the server. */
const CLOSE_AND_RESUME = 4900;

const FIRST_RETRY_MS = 300;
/** The server is on this machine: asking again costs nothing, and waiting is noticed. */
const LONGEST_RETRY_MS = 1_000;
const FIND_TIMEOUT_MS = 10_000;

const parsePayload = (data: unknown): Payload | undefined => {
  if (typeof data !== 'string') return undefined;
  try {
    const parsed: unknown = JSON.parse(data);
    return typeof parsed === 'object' && parsed !== null && 'op' in parsed ? (parsed as Payload) : undefined;
  } catch {
    return undefined;
  }
};

const textField = (data: unknown, key: string): string | undefined => {
  if (typeof data !== 'object' || data === null) return undefined;
  const value = (data as Record<string, unknown>)[key];
  return typeof value === 'string' ? value : undefined;
};

const withTimeout = <T>(promise: Promise<T>, timeoutMs: number): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('timed out')), timeoutMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });

/**
 * Keeps one person connected to the gateway: identifies without intents, as people's clients do, heartbeats,
 * notices a silent server, and after a lost connection resumes, or identifies afresh when the session is gone.
 */
export const connectGateway = (options: GatewayOptions): Gateway => {
  const random = options.random ?? Math.random;
  let socket: Socket | undefined;
  let session: { id: string; url: string } | undefined;
  let lastSeq: number | null = null;
  let attempt = 0;
  let isRefused = false;
  let heartbeatTimer: ReturnType<typeof setTimeout> | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let acknowledged = true;

  const send = (op: number, d: unknown): void => socket?.send(JSON.stringify({ op, d }));

  const stopHeartbeat = (): void => {
    clearTimeout(heartbeatTimer);
    heartbeatTimer = undefined;
  };

  const forgetSession = (): void => {
    session = undefined;
    lastSeq = null;
  };

  /** Lets go of the present socket, so that nothing it still says is heard. */
  const dropSocket = (code: number): void => {
    stopHeartbeat();
    if (socket === undefined) return;
    const dropped = socket;
    socket = undefined;
    dropped.close(code);
  };

  const retryLater = (): void => {
    if (isRefused || retryTimer !== undefined) return;
    attempt += 1;
    options.onStatus({ state: 'reconnecting', attempt });
    const backoffMs = Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), LONGEST_RETRY_MS);
    retryTimer = setTimeout(
      () => {
        retryTimer = undefined;
        void open();
      },
      backoffMs * (0.75 + random() / 2),
    );
  };

  const beat = (intervalMs: number): void => {
    if (!acknowledged) {
      dropSocket(CLOSE_AND_RESUME);
      retryLater();
      return;
    }
    acknowledged = false;
    send(Op.heartbeat, lastSeq);
    heartbeatTimer = setTimeout(() => beat(intervalMs), intervalMs);
  };

  const greet = (hello: unknown): void => {
    const interval = (hello as { heartbeat_interval?: unknown } | null)?.heartbeat_interval;
    const intervalMs = typeof interval === 'number' && interval > 0 ? interval : 41_250;
    acknowledged = true;
    stopHeartbeat();
    heartbeatTimer = setTimeout(() => beat(intervalMs), intervalMs * random());
    if (session !== undefined) {
      send(Op.resume, { token: options.token, session_id: session.id, seq: lastSeq });
      return;
    }
    send(Op.identify, {
      token: options.token,
      properties: { os: 'browser', browser: 'local-discord page', device: '' },
    });
  };

  const dispatch = ({ t, d, s }: Payload): void => {
    if (typeof s === 'number') lastSeq = s;
    if (t === 'READY') {
      const id = textField(d, 'session_id');
      if (id !== undefined) session = { id, url: textField(d, 'resume_gateway_url') ?? '' };
    }
    if (t === 'READY' || t === 'RESUMED') {
      attempt = 0;
      options.onStatus({ state: 'ready' });
    }
    if (typeof t === 'string') options.onEvent(t, d);
  };

  const receive = (payload: Payload): void => {
    switch (payload.op) {
      case Op.hello:
        greet(payload.d);
        break;
      case Op.dispatch:
        dispatch(payload);
        break;
      case Op.heartbeat:
        send(Op.heartbeat, lastSeq);
        break;
      case Op.heartbeatAck:
        acknowledged = true;
        break;
      case Op.reconnect:
        dropSocket(CLOSE_AND_RESUME);
        retryLater();
        break;
      case Op.invalidSession:
        if (payload.d !== true) forgetSession();
        dropSocket(CLOSE_AND_RESUME);
        retryLater();
        break;
      default:
        break;
    }
  };

  const handleClose = (code: number, reason: string): void => {
    stopHeartbeat();
    socket = undefined;
    if (isRefused) return;
    const final = FINAL_CLOSE_CODES.get(code);
    if (final !== undefined) {
      isRefused = true;
      options.onStatus({ state: 'refused', reason: reason === '' ? final : `${final} (${reason})` });
      return;
    }
    if (SESSION_ENDING_CODES.has(code)) forgetSession();
    retryLater();
  };

  const open = async (): Promise<void> => {
    if (isRefused) return;
    dropSocket(CLOSE_AND_RESUME);
    let url: string;
    try {
      url = session?.url || (await withTimeout(options.findUrl(), FIND_TIMEOUT_MS));
    } catch {
      retryLater();
      return;
    }
    if (isRefused || socket !== undefined) return;
    const separator = url.includes('?') ? '&' : '?';
    const opened = options.openSocket(`${url}${separator}v=10&encoding=json`, {
      // What a dropped connection still says is not heard.
      onMessage: (data) => {
        const payload = parsePayload(data);
        if (payload !== undefined && socket === opened) receive(payload);
      },
      onClose: (code, reason) => {
        if (socket === opened) handleClose(code, reason);
      },
    });
    socket = opened;
  };

  options.onStatus({ state: 'connecting' });
  void open();

  return {
    sessionId: () => session?.id,
    hurry: () => {
      if (retryTimer === undefined) return;
      clearTimeout(retryTimer);
      retryTimer = undefined;
      void open();
    },
  };
};
