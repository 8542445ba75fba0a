import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { environmentOf, type ServiceName, type Surroundings } from '@tzurot/startup';
import { endWithUs } from './end-with-us.ts';

/** A service in a process of its own, as in production, that may be killed and started again. */
export interface ServiceProcess {
  readonly name: ServiceName;
  readonly pid: number | undefined;
  /** Starts it and waits until it says that it is ready. */
  start(): Promise<void>;
  /** Ends it at once, without a chance to tidy up. */
  kill(): Promise<void>;
  /** Ends it as a service manager would. */
  stop(): Promise<void>;
}

export interface ServiceProcessOptions {
  around: Surroundings;
  /** Everything that the process prints is appended to this file. */
  logPath: string;
  /** Called when it ends although nobody here asked for it; a service manager would start it again. */
  onEnd?: (how: string) => void;
}

const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;

export function createServiceProcess(
  name: ServiceName,
  { around, logPath, onEnd }: ServiceProcessOptions,
): ServiceProcess {
  let child: ChildProcess | null = null;
  const main = fileURLToPath(import.meta.resolve(`@tzurot/${name}/main`));
  const readyUrl = `http://127.0.0.1:${around.ports[name]}/health/ready`;

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
    const exited = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await exited;
  }

  return {
    name,
    get pid() {
      return child?.pid;
    },
    async start() {
      const started = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: process.env.PATH,
          NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
          ...environmentOf(name, around),
        },
      });
      child = started;
      endWithUs(started);
      const log = createWriteStream(logPath, { flags: 'a' });
      started.stdout.pipe(log, { end: false });
      started.stderr.pipe(log, { end: false });
      started.once('close', () => log.end());
      started.once('exit', (code, signal) => {
        if (child === started) onEnd?.(signal ?? `code ${code}`);
      });

      for (const deadline = Date.now() + READY_WITHIN_MS; Date.now() < deadline; await delay(LOOK_EVERY_MS)) {
        // Killed from outside while it started: whoever killed it starts it again.
        if (child !== started) return;
        if (started.exitCode !== null) throw new Error(`${name} ended with code ${started.exitCode}; see ${logPath}`);
        const answer = await fetch(readyUrl, { signal: AbortSignal.timeout(1_000) }).catch(() => null);
        if (answer?.ok === true) return;
      }
      throw new Error(`${name} was not ready within ${READY_WITHIN_MS} ms; see ${logPath}`);
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}
