import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LRUCache } from 'lru-cache';
import { answerRequest, type ServerState } from './answer-request.ts';
import { PromptCache } from './prompt-cache.ts';
import { type LoggedRequest, RequestLog } from './request-log.ts';

export const DEFAULT_PORT = 3901;

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '::1'];

/** Hashes of 64 characters of prompt each: together some six million characters, in a few megabytes. */
const MAX_CACHED_BLOCKS = 100_000;
const MAX_COUNTED_CALLERS = 10_000;

export interface LocalModelOptions {
  /** 3901 unless given; 0 takes a free one. */
  port?: number;
  /** `127.0.0.1` unless given; only loopback addresses are taken. */
  host?: string;
  /** Keys taken besides `local-…`, exactly as written; `any` takes every key, and none. */
  acceptKeys?: readonly string[] | 'any';
  /** What `/local/log` is asked with, as `Authorization: Bearer …`; anybody on this machine may read it when absent. */
  logToken?: string | undefined;
  /** How many requests the log keeps; 5,000 unless given. */
  maxLogEntries?: number;
  /** How much of their bodies it keeps; 16 MiB unless given. */
  maxLogBodyBytes?: number;
}

export interface LocalModelServer {
  /** Without a path: `http://127.0.0.1:3901`. OpenAI's base url is `/v1` below it, OpenRouter's `/api/v1`. */
  url: string;
  port: number;
  /** The requests with an id above `after`, oldest first. */
  log(after?: number): LoggedRequest[];
  clearLog(): void;
  /** Stops listening and ends every connection, also in the middle of an answer. */
  close(): Promise<void>;
}

/**
 * Model vendors that run here, in this process.
 * @throws Error when the port is taken or the host is not a loopback address
 */
export async function startLocalModel(options: LocalModelOptions = {}): Promise<LocalModelServer> {
  const { port = DEFAULT_PORT, host = '127.0.0.1', acceptKeys = [] } = options;
  if (!LOOPBACK_HOSTS.includes(host)) {
    throw new Error(`local-model listens on loopback only; ${host} is not one of ${LOOPBACK_HOSTS.join(', ')}.`);
  }
  const state: ServerState = {
    log: new RequestLog({
      maxEntries: options.maxLogEntries ?? 5_000,
      maxBodyBytes: options.maxLogBodyBytes ?? 16 * 1_024 * 1_024,
    }),
    memory: createMemory(),
    mayReadLog: (token) =>
      options.logToken === undefined || (token !== null && timingSafeEqual(sha256(token), sha256(options.logToken))),
    acceptsKey: (key) =>
      acceptKeys === 'any' || (key !== null && (key.startsWith('local-') || acceptKeys.includes(key))),
  };
  const server = createServer((request, response) => void answerRequest(request, response, state));
  // A reply may be read while the next request is on its way: Node's 5 s would close a pooled connection under it.
  server.keepAliveTimeout = 60_000;

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} is taken by another program: end it, or choose another port.`, { cause: error })
          : error,
      );
    });
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;

  return {
    url: `http://${host === '::1' ? '[::1]' : host}:${address.port}`,
    port: address.port,
    log: (after) => state.log.after(after),
    clearLog: () => state.log.clear(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function createMemory(): ServerState['memory'] {
  const counts = new LRUCache<string, number>({ max: MAX_COUNTED_CALLERS });
  let number = 0;
  return {
    promptCache: new PromptCache(MAX_CACHED_BLOCKS),
    nextNumber: () => ++number,
    countEarlier(keySha256, model) {
      const caller = `${keySha256} ${model}`;
      const earlier = counts.get(caller) ?? 0;
      counts.set(caller, earlier + 1);
      return earlier;
    },
  };
}
