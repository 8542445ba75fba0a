import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceName } from '@tzurot/startup';
import { createServiceProcess, type ServiceProcessOptions } from '../processes/service-process.ts';

/** Something that can be killed and started again. */
export interface Victim {
  /** Ends it at once, as `kill -9` does. */
  kill(): Promise<void>;
  /** Resolves when it is ready again. */
  start(): Promise<void>;
}

const RESTART_AFTER_MS = 1_000;
/** Ends in a row after which starting it once more is of no use. */
const MAX_ENDS_IN_A_ROW = 5;

/**
 * A service that is started again whenever it ends by itself, as every service manager does.
 * @param onEnd is told of each such end: nothing that is killed beside a service is a reason for it to end
 */
export function superviseService(
  name: ServiceName,
  { onEnd, ...options }: Omit<ServiceProcessOptions, 'onEnd'> & { onEnd: (what: string) => void },
): Victim & { stop(): Promise<void> } {
  let isWanted = false;
  let endsInARow = 0;
  /** Until it is ready, however often it ends before. */
  let starting: Promise<void> = Promise.resolve();

  const service = createServiceProcess(name, {
    ...options,
    onEnd(how) {
      onEnd(`${name} ended with ${how}`);
      endsInARow += 1;
      starting = startAgain();
      // Whoever waits for it learns of a failure; when nobody does, the missing replies tell.
      starting.catch(() => {});
    },
  });

  async function startOnce(): Promise<void> {
    try {
      await service.start();
      endsInARow = 0;
    } catch {
      // It ended, which `onEnd` has noted, and is being started again.
      await starting;
    }
  }

  async function startAgain(): Promise<void> {
    if (endsInARow >= MAX_ENDS_IN_A_ROW) throw new Error(`${name} does not start; see ${options.logPath}`);
    await delay(RESTART_AFTER_MS);
    if (isWanted) await startOnce();
  }

  return {
    kill: () => service.kill(),
    async start() {
      isWanted = true;
      await startOnce();
    },
    async stop() {
      isWanted = false;
      await service.stop();
      await starting.catch(() => {});
    },
  };
}
