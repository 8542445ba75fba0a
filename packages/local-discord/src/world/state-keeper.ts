import type { Clock } from '../clock.ts';
import type { Log } from '../local/log.ts';
import { saveState } from './state-file.ts';
import type { Worlds } from './worlds.ts';

/** Writes the worlds to a file some time after they change. */
export interface StateKeeper {
  /** Writes what is not yet written. */
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 1_000;

/** A large state is not written all the time: at most this share of the time goes into writing. */
const LARGEST_SHARE = 0.05;

export function keepState(path: string, parts: { clock: Clock; worlds: Worlds; log: Log }): StateKeeper {
  let written = '';
  let nextAtMs = 0;
  let writing: Promise<void> = Promise.resolve();

  const revisions = () =>
    parts.worlds
      .all()
      .map(({ name, revision }) => `${name}:${revision}`)
      .join();

  async function write(): Promise<void> {
    const current = revisions();
    if (current === written) return;
    const startedAt = Date.now();
    try {
      const entries = parts.worlds.all().flatMap((world) => {
        const ids = parts.worlds.ids(world.name);
        return ids ? [{ world, ids }] : [];
      });
      await saveState(path, parts.clock.now(), entries);
      written = current;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      parts.log.add({ kind: 'notice', world: undefined, text: `could not write the state file: ${reason}` });
    }
    nextAtMs = Date.now() + (Date.now() - startedAt) / LARGEST_SHARE;
  }

  const timer = setInterval(() => {
    if (Date.now() < nextAtMs) return;
    nextAtMs = Number.POSITIVE_INFINITY; // until this write has ended
    writing = write();
  }, LOOK_EVERY_MS);
  timer.unref();

  return {
    async close() {
      clearInterval(timer);
      await writing;
      await write();
    },
  };
}
