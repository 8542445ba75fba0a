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
  /** What clients must know. */
  password: string;
  log: Log;
  /** How long a start waits after so many that failed; tests are quicker. */
  pauseMs?: (failures: number) => number;
  /** Called when starting it again does not help; the error says why. */
  onGivenUp: (error: Error) => void;
}

/** Before the first restart nothing has to be waited for; later ones leave time for whatever is wrong to pass. */
function pauseAfter(failures: number): number {
  return failures === 0 ? 0 : Math.min(500 * 2 ** (failures - 1), LONGEST_PAUSE_MS);
}
/** Whoever makes room on a disk, or stops what kills the database, finds it again soon. */
const LONGEST_PAUSE_MS = 15_000;
/** What ran for so long has recovered. */
const STEADY_AFTER_MS = 60_000;

/** @throws LocalPostgresError when it cannot start the first time */
export async function keepDatabase({
  dataDir,
  port,
  password,
  log,
  pauseMs = pauseAfter,
  onGivenUp,
}: KeepDatabaseOptions): Promise<KeptDatabase> {
  let running = await spawnLocalPostgres({ dataDir, port, password, log });
  const options = { dataDir, port: running.port, password, log };
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
      running = await startAgain();
      if (stopping.signal.aborted) return;
      log.info({ pid: running.pid }, 'the database is back');
    }

    async function startAgain(): Promise<SpawnedLocalPostgres> {
      for (;;) {
        await delay(pauseMs(failures), undefined, { signal: stopping.signal });
        failures += 1;
        try {
          return await spawnLocalPostgres(options);
        } catch (error) {
          if (isForGood(error)) throw error;
          log.error({ err: error, failures }, 'the database cannot be started');
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

/** Somebody else has taken its place, or its files are no longer what this program can read: another try finds the same. */
const FOR_GOOD: ReadonlySet<string> = new Set([
  'data-directory-in-use',
  'data-directory-foreign',
  'data-directory-other-version',
  'data-directory-not-usable',
]);

function isForGood(error: unknown): boolean {
  return error instanceof LocalPostgresError && FOR_GOOD.has(error.code);
}
