import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { isCdnPath, serveCdn } from '../cdn/serve.ts';
import type { Hub } from '../hub.ts';
import { createRouter } from '../rest/router.ts';
import { routes } from '../rest/routes.ts';
import { handleApi } from './api-handler.ts';
import type { Certificate } from './certificate.ts';
import { handleOperator } from './operator-handler.ts';
import { servePage } from './page.ts';
import { findForeignOrigin } from './same-machine.ts';
import { takeUpload } from './upload-handler.ts';

/** A port that is being listened on. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Takes a port and answers everything on it: API, CDN, operator, page and websockets. @throws Error when it is taken */
export async function listen(
  hub: Hub,
  {
    host,
    port: wantedPort,
    pageFolder,
    names,
    certificate,
  }: {
    host: string;
    port: number;
    pageFolder: string;
    /** By which it may be called, besides those of this machine. */
    names: readonly string[];
    /** With one it speaks https and wss only. */
    certificate: Certificate | undefined;
  },
): Promise<Listening> {
  const router = createRouter(routes);
  const receive = (request: IncomingMessage, response: ServerResponse) => {
    if (!refuseForeign(request, response, port, names)) void answer(request, response);
  };
  const server = certificate ? createSecureServer(certificate, receive) : createServer(receive);
  server.keepAliveTimeout = 60_000;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { path, search } = splitTarget(request.url ?? '/');
    const apiPath = /^\/api(?:\/v\d+)?(\/.*)$/.exec(path)?.[1];
    if (apiPath !== undefined) {
      const method = request.method ?? 'GET';
      return await handleApi(router, { hub, request, method, path: apiPath, search }, response);
    }
    const query = new URLSearchParams(search);
    if (path.startsWith('/local/')) return await handleOperator(hub, request, response, path, query);
    if (path.startsWith('/uploads/')) return await takeUpload(hub, request, response, path);
    if (isCdnPath(path)) return await serveCdn(hub, response, path, query);
    return await servePage(pageFolder, response, path);
  }

  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 1 << 20 });
  server.on('upgrade', (request, socket: Socket, head) => {
    if (findForeignOrigin(request, port, names) !== undefined) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      hub.gateway.accept(webSocket, new URLSearchParams(splitTarget(request.url ?? '/').search));
    });
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      const sentence = `port ${wantedPort} is taken: stop what uses it, or choose another port for local-discord`;
      reject(isTaken ? new Error(sentence, { cause: error }) : error);
    });
    server.listen(wantedPort, host, resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    port,
    async close() {
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function splitTarget(target: string): { path: string; search: string } {
  const queryAt = target.indexOf('?');
  return queryAt === -1
    ? { path: target, search: '' }
    : { path: target.slice(0, queryAt), search: target.slice(queryAt) };
}

/** @returns whether the request was answered with a refusal */
function refuseForeign(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  names: readonly string[],
): boolean {
  const foreign = findForeignOrigin(request, port, names);
  if (foreign === undefined) return false;
  response.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify({ message: foreign, code: 0 }));
  return true;
}
