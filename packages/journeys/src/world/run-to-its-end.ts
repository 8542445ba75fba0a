import { spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Environment, ServiceName } from '@tzurot/startup';

export interface Ended {
  /** Null when it did not end by itself in time. */
  code: number | null;
  /** Everything it printed. */
  said: string;
}

const ENDS_WITHIN_MS = 40_000;

/** Starts a service as an operator would, and waits until it has ended. */
export function runServiceToItsEnd(name: ServiceName, environment: Environment): Promise<Ended> {
  return runToItsEnd(fileURLToPath(import.meta.resolve(`@tzurot/${name}/main`)), environment);
}

/** @param script such as `start.ts` */
export function runScriptToItsEnd(script: string, environment: Environment): Promise<Ended> {
  return runToItsEnd(fileURLToPath(new URL(`../../../../scripts/${script}`, import.meta.url)), environment);
}

async function runToItsEnd(path: string, environment: Environment): Promise<Ended> {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, NODE_COMPILE_CACHE, ...environment },
  });
  const pieces: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece));
  const timer = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  return { code, said: pieces.join('') };
}
