import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';

/** A service that runs in this process. */
export interface RunningService {
  name: string;
  /** Stops everything in reverse order. @throws AppError `timeout` that names what hung */
  stop(): Promise<void>;
}

export interface ServiceStack {
  /** Remembers how to stop what was just started; the last one in is the first one stopped. Returns `part`. */
  own<Part>(name: string, part: Part, stop: (part: Part) => unknown): Part;
}

export interface StartServiceOptions {
  name: string;
  log: Log;
  /** For stopping everything together; 20 seconds when absent. */
  stopTimeoutMs?: number;
}

/**
 * Starts a service: `start` makes its parts in order and gives each to the stack. When it fails midway,
 * what already runs is stopped, in reverse order, before the error goes on.
 */
export async function startService(
  { name, log, stopTimeoutMs = 20_000 }: StartServiceOptions,
  start: (stack: ServiceStack) => Promise<void>,
): Promise<RunningService> {
  const parts: Part[] = [];
  const stack: ServiceStack = {
    own(partName, part, stop) {
      parts.push({ name: partName, stop: async () => stop(part) });
      return part;
    },
  };
  try {
    await start(stack);
  } catch (error) {
    await stopParts(parts, { log, timeoutMs: stopTimeoutMs }).catch((stopError: unknown) => {
      log.error({ err: stopError }, 'what had started could not be stopped');
    });
    throw error;
  }
  let stopping: Promise<void> | undefined;
  return {
    name,
    stop: () => {
      stopping ??= stopParts(parts, { log, timeoutMs: stopTimeoutMs });
      return stopping;
    },
  };
}

interface Part {
  name: string;
  stop: () => Promise<unknown>;
}

/** Stops in reverse order; one part that fails to stop does not keep the others from it. */
async function stopParts(parts: readonly Part[], { log, timeoutMs }: { log: Log; timeoutMs: number }): Promise<void> {
  let current = '';
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new AppError('timeout', `${current} did not stop within ${timeoutMs} ms`)),
      timeoutMs,
    );
  });
  const stopAll = async () => {
    for (const part of parts.toReversed()) {
      current = part.name;
      await part.stop().catch((error: unknown) => log.error({ err: error, part: part.name }, 'part failed to stop'));
    }
  };
  try {
    await Promise.race([stopAll(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
