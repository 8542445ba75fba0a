import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { createLinks } from './cdn/links.ts';
import { createPictureFetcher, isLoopback } from './cdn/picture-fetcher.ts';
import { isCdnPath, serveCdn } from './cdn/serve.ts';
import { createClock } from './clock.ts';
import { createGateway } from './gateway/gateway.ts';
import { handleApi } from './http/api-handler.ts';
import { handleOperator } from './http/operator-handler.ts';
import { pageFolder, servePage } from './http/page.ts';
import { findForeignOrigin } from './http/same-machine.ts';
import type { Hub } from './hub.ts';
import { createRateLimits, type LimitSettings, limitsForm } from './limits/rate-limits.ts';
import { createActivity } from './local/activity.ts';
import { createFaults, type FaultInput, faultForm, isInstant } from './local/faults.ts';
import { actFault } from './local/instant-faults.ts';
import { createLog } from './local/log.ts';
import { presentEntry } from './local/present-log.ts';
import { settle } from './local/settle.ts';
import { transcribe } from './local/transcript.ts';
import { createRouter } from './rest/router.ts';
import { routes } from './rest/routes.ts';
import type { Judge } from './spec/judge.ts';
import { defaultWorld, type WorldIds } from './world/default-world.ts';
import { resumePolls } from './world/housekeeping.ts';
import { createSnowflakes } from './world/snowflake.ts';
import { loadState, restoreWorld } from './world/state-file.ts';
import { keepState } from './world/state-keeper.ts';
import { createWorlds } from './world/worlds.ts';

export interface LocalDiscordOptions {
  /** 0 takes any free port; 3900 unless said. */
  readonly port?: number;
  /** A loopback address; 127.0.0.1 unless said. */
  readonly host?: string;
  /** How calls are limited; `exact` unless said. */
  readonly limits?: Partial<LimitSettings>;
  /** Privileged intent bits that are switched off in the developer portal; none unless said. */
  readonly intentsRefused?: number;
  /** Keeps the worlds in this file over restarts; in memory only unless said. */
  readonly stateFile?: string;
  /** Discord's OpenAPI description; with it the log says of every call whether it fits. */
  readonly openApiFile?: string;
  /** Where the built page lies; the package's own `dist/page` unless said. */
  readonly pageFolder?: string;
}

/** A Discord that is running. */
export interface LocalDiscord {
  /** Such as `http://127.0.0.1:3900`: the page; the API is below `/api`, the CDN's paths are at the root. */
  readonly url: string;
  readonly port: number;
  /** Ids and tokens of the default world. */
  readonly world: WorldIds;
  createWorld(name: string): WorldIds;
  resetWorld(name: string): void;
  /** Waits until applications are idle. @returns what still goes on when the time is up; empty when all is quiet */
  settle(options?: { timeoutMs?: number; world?: string }): Promise<string[]>;
  advanceClock(byMs: number): void;
  /** Makes something go wrong; see docs/local-discord.md for the kinds. */
  addFault(fault: FaultInput): void;
  clearFaults(): void;
  /** Requests, events and notices numbered above `after`. */
  readLog(after?: number): Record<string, unknown>[];
  /** Everything that was said in a world, as text. */
  transcript(world?: string): string;
  close(): Promise<void>;
}

/** Starts a Discord on this machine. @throws Error when the port is taken or the host is not loopback */
export async function startLocalDiscord(options: LocalDiscordOptions = {}): Promise<LocalDiscord> {
  const host = options.host ?? '127.0.0.1';
  if (!isLoopback(host)) {
    throw new Error(`local-discord listens on this machine only, and ${host} is not a loopback address: use 127.0.0.1`);
  }

  const hub = createHub(options, () => url, await loadJudge(options.openApiFile));
  const { stateFile } = options;
  if (stateFile !== undefined) await restore(hub, stateFile);
  const router = createRouter(routes);
  const server = createServer((request, response) => {
    const target = request.url ?? '/';
    const queryAt = target.indexOf('?');
    const path = queryAt === -1 ? target : target.slice(0, queryAt);
    const search = queryAt === -1 ? '' : target.slice(queryAt);

    const foreign = findForeignOrigin(request, port);
    if (foreign !== undefined) {
      response
        .writeHead(403, { 'content-type': 'application/json' })
        .end(JSON.stringify({ message: foreign, code: 0 }));
      return;
    }
    const apiPath = /^\/api(?:\/v\d+)?(\/.*)$/.exec(path)?.[1];
    if (apiPath !== undefined) void handleApi(hub, router, request, response, apiPath, search);
    else if (path.startsWith('/local/')) void handleOperator(hub, request, response, path, new URLSearchParams(search));
    else if (isCdnPath(path)) void serveCdn(hub, response, path, new URLSearchParams(search));
    else void servePage(options.pageFolder ?? pageFolder, response, path);
  });
  server.keepAliveTimeout = 60_000;

  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 1 << 20 });
  server.on('upgrade', (request, socket: Socket, head) => {
    if (findForeignOrigin(request, port) !== undefined) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      hub.gateway.accept(webSocket, new URL(request.url ?? '/', 'ws://localhost').searchParams);
    });
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      const sentence = `port ${options.port ?? 3900} is taken: stop what uses it, or choose another port for local-discord`;
      reject(isTaken ? new Error(sentence, { cause: error }) : error);
    });
    server.listen(options.port ?? 3900, host, resolve);
  });
  const keeper = stateFile === undefined ? undefined : keepState(stateFile, hub);
  const { port } = server.address() as AddressInfo;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

  return {
    url,
    port,
    world: defaultWorld,
    createWorld: (name) => hub.worlds.create(name),
    resetWorld(name) {
      if (!hub.worlds.reset(name)) throw new Error(`There is no world named ${name}.`);
    },
    settle: ({ timeoutMs = 10_000, world } = {}) =>
      settle(hub, world === undefined ? undefined : hub.worlds.get(world), timeoutMs),
    advanceClock: (byMs) => hub.clock.advance(byMs),
    addFault(input) {
      const fault = faultForm.parse(input);
      const world = hub.worlds.get(fault.world ?? 'default');
      if (!world) throw new Error(`There is no world named ${fault.world}.`);
      if (isInstant(fault)) actFault(hub, world, fault);
      else hub.faults.arm(fault);
    },
    clearFaults: () => void hub.faults.remove({}),
    readLog: (after = 0) => hub.log.since(after).map((entry) => presentEntry(entry, hub.judge)),
    transcript(name = 'default') {
      const world = hub.worlds.get(name);
      if (!world) throw new Error(`There is no world named ${name}.`);
      return transcribe(world);
    },
    async close() {
      hub.gateway.close();
      await keeper?.close();
      hub.clock.stop();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function restore(hub: Hub, stateFile: string): Promise<void> {
  const state = await loadState(stateFile);
  if (!state) return;
  hub.clock.advance(Math.max(0, state.nowMs - hub.clock.now()));
  for (const saved of state.worlds) {
    hub.worlds.restore(saved.ids, (world) => {
      restoreWorld(world, saved);
      resumePolls(world);
    });
  }
}

/** The checks are loaded only by those who ask for them; they are a megabyte of description and a compiler for it. */
async function loadJudge(openApiFile: string | undefined): Promise<Judge | undefined> {
  if (openApiFile === undefined) return undefined;
  const { createJudge } = await import('./spec/judge.ts');
  return createJudge(openApiFile);
}

function createHub(options: LocalDiscordOptions, baseUrl: () => string, judge: Judge | undefined): Hub {
  const clock = createClock();
  const newId = createSnowflakes(clock);
  const log = createLog(() => clock.now());
  const links = createLinks(clock, baseUrl);
  const gateway = createGateway(() => hub);
  const worlds = createWorlds({
    clock,
    newId,
    links,
    onEvent: (world, event) => gateway.dispatch(world, event),
    onReplaced: (old) => gateway.endWorld(old),
  });
  const hub: Hub = {
    clock,
    newId,
    worlds,
    gateway,
    log,
    faults: createFaults(),
    limits: createRateLimits(clock, limitsForm.parse(options.limits ?? {})),
    links,
    pictures: createPictureFetcher(log),
    activity: createActivity(),
    baseUrl,
    judge,
    refusedIntents: options.intentsRefused ?? 0,
  };
  return hub;
}
