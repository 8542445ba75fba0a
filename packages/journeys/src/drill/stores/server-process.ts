import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { endWithUs } from '../../processes/end-with-us.ts';

export interface ServerProgram {
  what: string;
  command: string;
  args: readonly string[];
  options?: SpawnOptions;
  logPath: string;
  /** Rejects while it cannot be used. */
  ping: () => Promise<void>;
  stopSignal: NodeJS.Signals;
}

const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;

/** A server that somebody else wrote, as a child process. */
export function createServerProcess(program: ServerProgram): {
  start(): Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
} {
  let child: ChildProcess | null = null;

  async function end(how: (pid: number) => void): Promise<void> {
    const ending = child;
    child = null;
    if (ending?.pid === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const exited = new Promise((resolve) => ending.once('exit', resolve));
    how(ending.pid);
    await exited;
  }

  return {
    async start() {
      const { what, command, args, options, logPath, ping } = program;
      const log = openSync(logPath, 'a');
      const started = spawn(command, args, { ...options, stdio: ['ignore', log, log] });
      closeSync(log);
      endWithUs(started);
      let failure: Error | undefined;
      started.once('error', (error) => {
        failure = error;
      });
      child = started;
      for (const deadline = Date.now() + READY_WITHIN_MS; Date.now() < deadline; await delay(LOOK_EVERY_MS)) {
        if (failure) throw failure;
        if (started.exitCode !== null) throw new Error(`${what} ended with ${started.exitCode}; see ${logPath}`);
        if (
          await ping().then(
            () => true,
            () => false,
          )
        )
          return;
      }
      throw new Error(`${what} was not ready within ${READY_WITHIN_MS} ms; see ${logPath}`);
    },
    kill: () =>
      end((pid) => {
        // All at once, as when the machine fails: a server that outlives its parent would still hold its files.
        for (const each of [pid, ...childrenOf(pid)]) killNow(each);
      }),
    stop: () => end((pid) => process.kill(pid, program.stopSignal)),
  };
}

function childrenOf(parent: number): number[] {
  try {
    return readNumbers(readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8'));
  } catch {
    // No Linux, or one that does not tell.
    const pairs = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n').map(readNumbers);
    return pairs.flatMap(([pid, ppid]) => (pid !== undefined && ppid === parent ? [pid] : []));
  }
}

function readNumbers(text: string): number[] {
  return (text.match(/\d+/g) ?? []).map(Number);
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It had just ended by itself.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
