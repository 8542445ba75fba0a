import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { ConfigError } from '../errors.ts';

export interface RunningServer {
  port: number;
  /** Such as `http://127.0.0.1:3902`. */
  url: string;
  /** Takes no new requests, lets the present ones finish within `graceMs`, then cuts them. */
  stop(graceMs?: number): Promise<void>;
}

const STOP_GRACE_MS = 5_000;
/** Longer than a client keeps an idle connection, so that the client closes first and never writes into a closing one. */
const KEEP_ALIVE_MS = 60_000;

/**
 * Starts an HTTP server. @param setting the variable that gives the port, for the sentence when it cannot be had
 * @throws ConfigError when the address cannot be listened on
 */
export async function listen(
  handler: RequestListener,
  { setting, host, port }: { setting: string; host: string; port: number },
): Promise<RunningServer> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: KEEP_ALIVE_MS + 5_000 }, handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, setting, host, port)));
    server.listen({ host, port }, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    stop: (graceMs = STOP_GRACE_MS) => stop(server, graceMs),
  };
}

function explain(error: NodeJS.ErrnoException, setting: string, host: string, port: number): Error {
  const reasons: Record<string, string> = {
    EADDRINUSE: 'is taken by another process; stop that one or choose another port',
    EACCES: 'may not be used by this user; choose a port above 1023',
    EADDRNOTAVAIL: 'is not an address of this machine; correct HOST',
    ENOTFOUND: 'is not an address of this machine; correct HOST',
  };
  const reason = error.code === undefined ? undefined : reasons[error.code];
  return reason === undefined ? error : new ConfigError([`${setting}: ${host}:${port} ${reason}`], { cause: error });
}

async function stop(server: Server, graceMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}
