import { setTimeout as delay } from 'node:timers/promises';
import { createServiceProcess, type ServiceProcessOptions } from '../together/service-process.ts';
import type { ServiceName } from '../together/environment.ts';

/** Something with a process of its own that can be killed and started again. */
export interface Victim {
  /** Ends it at once, as `kill -9` does. */
  kill(): Promise<void>;
  /** Resolves when it is ready again. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const RESTART_AFTER_MS = 1_000;

/**
 * A service that is started again whenever it ends by itself, as every service manager does.
 * @param onEnd is told of each such end: nothing that is killed beside a service is a reason for it to end
 */
export function superviseService(
  name: ServiceName,
  { onEnd, ...options }: Omit<ServiceProcessOptions, 'onEnd'> & { onEnd: (what: string) => void },
): Victim {
  let isWanted = false;
  let starting: Promise<void> = Promise.resolve();
  const service = createServiceProcess(name, {
    ...options,
    onEnd(how) {
      onEnd(`${name} ended with ${how}`);
      starting = delay(RESTART_AFTER_MS).then(startUntilReady);
    },
  });

  /** Each end is noted and mended by `onEnd`; what counts here is that one start comes through. */
  async function startUntilReady(): Promise<void> {
    if (isWanted) await service.start().catch(() => starting);
  }

  return {
    kill: () => service.kill(),
    async start() {
      isWanted = true;
      await startUntilReady();
    },
    async stop() {
      isWanted = false;
      await service.stop();
      await starting;
    },
  };
}
