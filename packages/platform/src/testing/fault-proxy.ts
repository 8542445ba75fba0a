import { createConnection, createServer, type Server, type Socket } from 'node:net';

/** Sits between a client and a server, and can behave like a bad connection. */
export interface FaultProxy {
  /** The server's url, through this proxy. */
  url: string;
  /** Breaks all connections and refuses new ones. */
  cut(): Promise<void>;
  restore(): Promise<void>;
  /** Lets nothing through without breaking connections: existing ones go silent, new ones are accepted and get no answer. */
  swallow(): void;
  /** Serves new connections again. Those made before stay silent, as after a lost route. */
  letThrough(): void;
  stop(): Promise<void>;
}

/** A proxy in front of `target`. It starts cut when `isCut`. */
export async function startFaultProxy(target: string, { isCut = false } = {}): Promise<FaultProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let isSwallowing = false;
  const swallowOf = new Set<() => void>();

  const accept = (inbound: Socket) => {
    if (isSwallowing) {
      sockets.add(inbound);
      inbound.on('error', () => {});
      inbound.on('close', () => sockets.delete(inbound));
      inbound.resume();
      return;
    }
    const outbound = createConnection(Number(port), hostname);
    for (const [socket, other] of [
      [inbound, outbound],
      [outbound, inbound],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
    const swallow = () => {
      for (const socket of [inbound, outbound]) socket.unpipe().resume();
    };
    swallowOf.add(swallow);
    inbound.on('close', () => swallowOf.delete(swallow));
  };
  const open = async (at: number): Promise<number> => {
    const opened = createServer(accept);
    await new Promise<void>((resolve, reject) => {
      opened.once('error', reject);
      opened.listen(at, '127.0.0.1', resolve);
    });
    server = opened;
    const address = opened.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };
  const close = async () => {
    const closing = server;
    server = undefined;
    if (closing === undefined) return;
    const closed = new Promise((resolve) => closing.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  const ownPort = await open(0);
  if (isCut) await close();
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(ownPort);
  return {
    url: url.href,
    cut: close,
    restore: async () => void (await open(ownPort)),
    stop: close,
    swallow() {
      isSwallowing = true;
      for (const swallow of swallowOf) swallow();
    },
    letThrough() {
      isSwallowing = false;
    },
  };
}
