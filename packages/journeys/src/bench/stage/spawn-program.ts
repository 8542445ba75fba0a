import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';

export interface SpawnedProgram {
  readonly pid: number;
  /** From the start until it said that it is ready. */
  readonly readyAfterMs: number;
  stop(): Promise<void>;
}

export interface ProgramOptions {
  command: string;
  args: readonly string[];
  cwd?: string;
  env: Readonly<Record<string, string | undefined>>;
  /** What it prints when it can be used. */
  readyWhen: RegExp;
  /** Everything that it prints is appended to this file. */
  logPath: string;
}

const READY_WITHIN_MS = 120_000;

/** Starts a program and waits until it says that it is ready. @throws Error when it ends, or is silent for too long */
export async function spawnProgram({
  command,
  args,
  cwd,
  env,
  readyWhen,
  logPath,
}: ProgramOptions): Promise<SpawnedProgram> {
  const startedAt = performance.now();
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(logPath, { flags: 'a' });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = Promise.withResolvers<void>();
  const timer = setTimeout(() => ready.reject(new Error('it is silent')), READY_WITHIN_MS);
  child.once('error', ready.reject);
  void exited.then(() => ready.reject(new Error('it ended')));
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.pipe(log, { end: false });
    stream.on('data', (chunk: Buffer) => {
      if (readyWhen.test(printed)) return;
      printed += chunk.toString();
      if (readyWhen.test(printed)) ready.resolve();
    });
  }
  try {
    await ready.promise;
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error(`${[command, ...args].join(' ')} did not start; see ${logPath}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
  const { pid } = child;
  if (pid === undefined) throw new Error('a program that runs has an id');
  return {
    pid,
    readyAfterMs: performance.now() - startedAt,
    async stop() {
      child.kill('SIGTERM');
      await exited;
      log.end();
    },
  };
}
