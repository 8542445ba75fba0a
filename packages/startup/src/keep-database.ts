import { setTimeout as delay } from 'node:timers/promises';
import { LocalPostgresError, type SpawnedLocalPostgres, spawnLocalPostgres } from '@tzurot/local-postgres';
import type { Log } from '@tzurot/platform';

/** The embedded database, in a process of its own that is started again when it ends by itself. */
export interface KeptDatabase {
  readonly url: string;
  /** Of the process that runs now, or ran last. */
  readonly pid: number;
  stop(): Promise<void>;
}

export interface KeepDatabaseOptions {
  dataDir: string;
  /** 0 takes any free one, and keeps it. */
  port: number;
  log: Log;
  /** Called when starting it again does not help; the error says why. */
  onGivenUp: (error: Error) => void;
}

/** Before the first restart nothing has to be waited for; later ones leave time for whatever is wrong to pass. */
const PAUSES_MS = [0, 500, 1_000, 2_000, 4_000, 8_000] as const;
/** A full disk is looked at again and again: somebody will make room, and until then nothing better can be done. */
const FOR_ROOM_MS = 5_000;
/** What ran for so long has recovered. */
const STEADY_AFTER_MS = 60_000;

/** @throws LocalPostgresError when it cannot start the first time */
export async function keepDatabase({ dataDir, port, log, onGivenUp }: KeepDatabaseOptions): Promise<KeptDatabase> {
  let running = await spawnLocalPostgres({ dataDir, port, log });
  const options = { dataDir, port: running.port, log };
  const stopping = new AbortController();

  const keep = async (): Promise<void> => {
    let failures = 0;
    for (;;) {
      const startedAt = performance.now();
      const { code, signal } = await running.exited;
      if (stopping.signal.aborted) return;
      if (performance.now() - startedAt > STEADY_AFTER_MS) failures = 0;
      const reason = new Error(`the database ended with ${signal ?? `code ${code}`}`);
      log.error({ err: reason }, 'the database has ended and is started again');
      running = await startAgain(reason);
      if (stopping.signal.aborted) return;
      log.info({ pid: running.pid }, 'the database is back');
    }

    async function startAgain(reason: Error): Promise<SpawnedLocalPostgres> {
      for (let error = reason; ; ) {
        const pauseMs = PAUSES_MS[failures] ?? (isDiskFull(error) ? FOR_ROOM_MS : null);
        if (pauseMs === null) throw error;
        failures += 1;
        await delay(pauseMs, undefined, { signal: stopping.signal });
        try {
          return await spawnLocalPostgres(options);
        } catch (thrown) {
          error = thrown instanceof Error ? thrown : new Error(String(thrown));
          log.error({ err: error }, 'the database cannot be started');
        }
      }
    }
  };
  const kept = keep().catch((error: unknown) => {
    if (stopping.signal.aborted) return;
    onGivenUp(error instanceof Error ? error : new Error(String(error)));
  });

  return {
    url: running.url,
    get pid() {
      return running.pid;
    },
    async stop() {
      stopping.abort();
      await running.stop();
      await kept;
      // It may just have been starting again.
      await running.stop();
    },
  };
}

function isDiskFull(error: Error): boolean {
  return error instanceof LocalPostgresError && error.code === 'disk-full';
}
