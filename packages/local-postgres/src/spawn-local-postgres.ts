import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { dumpLocalPostgres } from './dump/dump-local-postgres.ts';
import { LocalPostgresError } from './errors.ts';
import { type Log, silentLog } from './log.ts';
import { type ProcessMessage, parseProcessMessage } from './process-messages.ts';

export interface SpawnOptions {
  /** The directory that keeps the data; made when absent. */
  dataDir: string;
  /** 0, the default, takes a free one. */
  port?: number;
  /** 127.0.0.1 unless given; only addresses of this machine itself are allowed. */
  host?: string;
  /** When given, clients must know it. */
  password?: string;
  log?: Log;
  /** How long the first start may take; 120,000 unless given. */
  startTimeoutMs?: number;
}

/** How a process ended: one of the two is null. */
export interface ProcessExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A Postgres that runs in a child process. */
export interface SpawnedLocalPostgres {
  /** For `DATABASE_URL`. */
  url: string;
  port: number;
  pid: number;
  /** Writes all data into a new file, to be read by `restoreLocalPostgres`. */
  dump(filePath: string): Promise<void>;
  /** Ends the process in good order, by force if it does not within 10 s. Safe to call twice. */
  stop(): Promise<ProcessExit>;
  /** Resolves when the process has ended, for whatever reason. */
  exited: Promise<ProcessExit>;
}

const stopTimeoutMs = 10_000;

/**
 * Starts a Postgres in a process of its own, which ends when this process does, however this one ends.
 * @throws LocalPostgresError with a sentence for whoever can act on it
 */
export async function spawnLocalPostgres(options: SpawnOptions): Promise<SpawnedLocalPostgres> {
  const { dataDir, port = 0, host = '127.0.0.1', password, log = silentLog } = options;
  const args = ['serve', '--data-dir', dataDir, '--port', String(port), '--host', host, '--end-with-stdin'];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', mainPath, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...inherited(), ...(password === undefined ? {} : { LOCAL_POSTGRES_PASSWORD: password }) },
  });
  // Writing to a process that is gone must not end this one.
  child.stdin.on('error', () => {});
  const exited = waitForExit(child);
  const started = Promise.withResolvers<Extract<ProcessMessage, { kind: 'ready' }>>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = parseProcessMessage(line);
    if (message?.kind === 'ready') started.resolve(message);
    else if (message?.kind === 'failed') started.reject(new LocalPostgresError(message.code, message.message));
    else if (message) log[message.level](message.facts, message.message);
    else log.info({ line }, 'local database says');
  });
  createInterface({ input: child.stderr }).on('line', (line) => log.warn({ line }, 'local database says'));
  const failWhenExited = async () => {
    const { code, signal } = await exited;
    const sentence = `The local database's process ended with ${signal ?? `code ${code}`} before it was ready; its log says why.`;
    started.reject(new LocalPostgresError('start-failed', sentence));
  };
  void failWhenExited();
  const timer = setTimeout(() => {
    started.reject(new LocalPostgresError('start-failed', 'The local database did not become ready in time.'));
  }, options.startTimeoutMs ?? 120_000);

  const stop = () => stopProcess(child, exited);
  try {
    const { url, port: boundPort, pid } = await started.promise;
    return { url, port: boundPort, pid, dump: (filePath) => dumpLocalPostgres({ dataDir, filePath }), stop, exited };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** What a Node process needs to run; keys and tokens of the one that started it are none of the database's business. */
function inherited(): NodeJS.ProcessEnv {
  const needed = [
    'PATH',
    'HOME',
    'TMPDIR',
    'TEMP',
    'TMP',
    'LANG',
    'TZ',
    'SystemRoot',
    'NODE_OPTIONS',
    'NODE_COMPILE_CACHE',
  ];
  return Object.fromEntries(
    needed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

const mainPath = fileURLToPath(new URL('./main.ts', import.meta.url));

async function waitForExit(child: ChildProcess): Promise<ProcessExit> {
  try {
    // "close" comes after "exit", when everything that the process had said is read.
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    return { code, signal };
  } catch {
    return { code: -1, signal: null };
  }
}

async function stopProcess(child: ChildProcess, exited: Promise<ProcessExit>): Promise<ProcessExit> {
  child.stdin?.end();
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  const exit = await exited;
  clearTimeout(timer);
  return exit;
}
