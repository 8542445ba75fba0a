import { isLoopback } from './cdn/picture-fetcher.ts';
import { createHub } from './create-hub.ts';
import { resumePolls } from './housekeeping.ts';
import { readCertificate } from './http/certificate.ts';
import { listen } from './http/listen.ts';
import { findPageFolder } from './http/page.ts';
import type { Hub } from './hub.ts';
import type { LimitSettings } from './limits/rate-limits.ts';
import { type FaultInput, faultForm, isInstant } from './local/faults.ts';
import { actFault } from './local/instant-faults.ts';
import { type LogRecord, presentEntry } from './local/present-log.ts';
import { settle } from './local/settle.ts';
import { transcribe } from './local/transcript.ts';
import type { Judge } from './spec/judge.ts';
import { type AccountIds, defaultWorld, type WorldIds } from './world/default-world.ts';
import { addUp, restoreWorld } from './world/state-entries.ts';
import { readStateFile } from './world/state-file.ts';
import { keepState, type StateKeeper } from './world/state-keeper.ts';

export interface LocalDiscordOptions {
  /** 0 takes any free port; 3900 unless said. */
  readonly port?: number;
  /** Where to listen; 127.0.0.1 unless said. An address that others reach asks for `names`. */
  readonly host?: string;
  /** By what names clients call it besides those of this machine; the first is told to them. */
  readonly names?: readonly string[];
  /** Speaks https and wss with `cert.pem` and `key.pem` of this folder; both are made when they are missing. */
  readonly tlsFolder?: string;
  /** How calls are limited; `exact` unless said. */
  readonly limits?: Partial<LimitSettings>;
  /** Privileged intent bits that are switched off in the developer portal; none unless said. */
  readonly intentsRefused?: number;
  /** How often clients are told to say that they are there; 41250 unless said, as Discord does. */
  readonly heartbeatIntervalMs?: number;
  /** Keeps the worlds in this file over restarts; in memory only unless said. */
  readonly stateFile?: string;
  /** Discord's OpenAPI description; with it the log says of every call whether it fits. */
  readonly openApiFile?: string;
  /** Where the built page lies; the one that comes with this package unless said. */
  readonly pageFolder?: string;
}

/** A Discord that is running. */
export interface LocalDiscord {
  /** Such as `http://127.0.0.1:3900`: the page; the API is below `/api`, the CDN's paths are at the root. */
  readonly url: string;
  readonly port: number;
  /** Ids and tokens of the default world. */
  readonly world: WorldIds;
  /** Lets another application in, with a bot in the default world; its token is `Bot <token>`. */
  addBot(account: AccountIds): void;
  createWorld(name: string): WorldIds;
  resetWorld(name: string): void;
  /** Every world but the default one can go. */
  deleteWorld(name: string): void;
  /** Waits until applications are idle. @returns what still goes on when the time is up; empty when all is quiet */
  settle(options?: { timeoutMs?: number; world?: string }): Promise<string[]>;
  advanceClock(byMs: number): void;
  /** Makes something go wrong; see docs/local-discord.md for the kinds. */
  addFault(fault: FaultInput): void;
  clearFaults(): void;
  /** Requests, events and notices numbered above `after`. */
  readLog(after?: number): LogRecord[];
  /** Everything that was said in a world, as text. */
  transcript(world?: string): string;
  close(): Promise<void>;
}

/** Starts a Discord on this machine. @throws Error when the port is taken, or others reach the host and it has no name */
export async function startLocalDiscord(options: LocalDiscordOptions = {}): Promise<LocalDiscord> {
  const host = options.host ?? '127.0.0.1';
  const names = options.names ?? [];
  if (!isLoopback(host) && names.length === 0) {
    throw new Error(
      `${host} is not a loopback address, so others can reach it: say by which name they call it (--name local-discord), or use 127.0.0.1`,
    );
  }
  const certificate =
    options.tlsFolder === undefined ? undefined : await readCertificate(options.tlsFolder, [...names, host]);

  let url = '';
  const hub = createHub({
    limits: options.limits ?? {},
    refusedIntents: options.intentsRefused ?? 0,
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? 41_250,
    judge: await loadJudge(options.openApiFile),
    baseUrl: () => url,
  });
  const keeper = options.stateFile === undefined ? undefined : await restore(hub, options.stateFile);
  const listening = await listen(hub, {
    host,
    port: options.port ?? 3900,
    pageFolder: options.pageFolder ?? findPageFolder(),
    names,
    certificate,
  });
  keeper?.start();
  const { port } = listening;
  const calledBy = names[0] ?? host;
  url = `${certificate ? 'https' : 'http'}://${calledBy.includes(':') ? `[${calledBy}]` : calledBy}:${port}`;

  return {
    url,
    port,
    world: defaultWorld,
    addBot(account) {
      const world = hub.worlds.get('default');
      if (world) hub.worlds.addBot(world, account);
    },
    createWorld: (name) => hub.worlds.create(name),
    resetWorld(name) {
      if (!hub.worlds.reset(name)) throw new Error(`There is no world named ${name}.`);
    },
    deleteWorld(name) {
      if (!hub.worlds.delete(name)) throw new Error(`There is no world named ${name}.`);
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
      await listening.close();
    },
  };
}

/** Puts the worlds back as the file has them; without a file they stay as they are. */
async function restore(hub: Hub, stateFile: string): Promise<StateKeeper> {
  const read = await readStateFile(stateFile);
  const note = (text: string) => hub.log.add({ kind: 'notice', world: undefined, text });
  const parts = { clock: hub.clock, worlds: hub.worlds, note };
  if (!read) return keepState(stateFile, parts, undefined);
  const { worlds, nowMs, liveShare } = addUp(read.batches);
  hub.clock.advance(Math.max(0, nowMs - hub.clock.now()));
  for (const saved of worlds) {
    hub.worlds.restore(saved.ids, (world) => {
      restoreWorld(world, saved);
      resumePolls(world);
    });
  }
  if (read.lostBytes > 0) {
    const text = `the state file ended in the middle of what was written last: ${read.lostBytes} bytes are left out`;
    note(text);
  }
  return keepState(stateFile, parts, { ...read, liveShare });
}

/** The checks are loaded only by those who ask for them; they are a megabyte of description and a compiler for it. */
async function loadJudge(openApiFile: string | undefined): Promise<Judge | undefined> {
  if (openApiFile === undefined) return undefined;
  const { createJudge } = await import('./spec/judge.ts');
  return createJudge(openApiFile);
}
