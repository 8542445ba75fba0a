import type { Clock } from '../clock.ts';
import type { StateBatch, StateEntry } from './state-batch.ts';
import { allEntries, trackWorld, type WorldTracker, worldRemoval } from './state-entries.ts';
import { openStateFile } from './state-file.ts';
import type { Worlds } from './worlds.ts';

/** Appends what happens in the worlds to a file, soon after it happened. */
export interface StateKeeper {
  /** Begins to write; until then the file is left alone. */
  start(): void;
  /** Writes what is not yet written. */
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 250;

/** A file is rewritten when what no longer holds is as much as what does, and more than this. */
const SMALLEST_WASTE_BYTES = 4 * 1024 * 1024;

/** @param saved what was read of the file, if there is one; the worlds are as it says */
export function keepState(
  path: string,
  parts: { readonly clock: Clock; readonly worlds: Worlds; readonly note: (text: string) => void },
  saved: { readonly wholeBytes: number; readonly liveShare: number; readonly isOld: boolean } | undefined,
): StateKeeper {
  const { clock, worlds, note } = parts;
  const file = openStateFile(path, saved?.wholeBytes);
  let liveBytes = (saved?.wholeBytes ?? 0) * (saved?.liveShare ?? 0);
  const trackers = new Map<string, WorldTracker>();
  let seen = '';
  let looking: Promise<void> | undefined;
  let rewriting: Promise<void> | undefined;
  /** Something could not be appended, so only the whole can be trusted. */
  let isIncomplete = saved?.isOld ?? false;
  let complaint = '';

  if (saved) {
    for (const world of worlds.all()) {
      const ids = worlds.ids(world.name);
      if (ids) trackers.set(world.name, trackWorld(world, ids, true));
    }
  }

  const revisions = () =>
    worlds
      .all()
      .map(({ name, revision }) => `${name}:${revision}`)
      .join();

  function changes(): StateEntry[] {
    const gone = [...trackers.keys()].filter((name) => !worlds.get(name));
    for (const name of gone) trackers.delete(name);
    return [...gone.map(worldRemoval), ...worlds.all().flatMap(({ name }) => changesOf(name))];
  }

  function changesOf(name: string): StateEntry[] {
    const world = worlds.get(name);
    const ids = worlds.ids(name);
    if (!world || !ids) return [];
    const before = trackers.get(name);
    if (before?.world === world) return before.changes();
    const tracker = trackWorld(world, ids, false);
    trackers.set(name, tracker);
    return [...(before ? [worldRemoval(name)] : []), ...tracker.changes()];
  }

  function* everything(): Generator<StateBatch> {
    for (const world of worlds.all()) {
      const ids = worlds.ids(world.name);
      if (!ids) continue;
      for (const entries of allEntries(world, ids)) yield { nowMs: clock.now(), entries };
    }
  }

  async function look(): Promise<void> {
    const current = revisions();
    if (current !== seen || trackers.size !== worlds.all().length) {
      const entries = changes();
      seen = current;
      if (entries.length > 0) await file.append({ nowMs: clock.now(), entries }).catch(complain);
    }
    const isWasteful = file.sizeBytes > 2 * liveBytes + SMALLEST_WASTE_BYTES;
    if ((isWasteful || isIncomplete) && !rewriting) {
      rewriting = rewrite().finally(() => {
        rewriting = undefined;
      });
    }
  }

  async function rewrite(): Promise<void> {
    isIncomplete = false;
    try {
      await file.rewrite(everything());
      liveBytes = file.sizeBytes;
      complaint = '';
    } catch (error) {
      complain(error);
    }
  }

  /** Says once what is wrong; the next look tries again with all there is. */
  function complain(error: unknown): void {
    isIncomplete = true;
    const reason = error instanceof Error ? error.message : String(error);
    if (reason === complaint) return;
    complaint = reason;
    note(`could not write the state file: ${reason}`);
  }

  let timer: NodeJS.Timeout | undefined;

  return {
    start() {
      timer = setInterval(() => {
        looking ??= look().finally(() => {
          looking = undefined;
        });
      }, LOOK_EVERY_MS);
      timer.unref();
    },
    async close() {
      clearInterval(timer);
      await looking;
      await look();
      await rewriting;
      await file.close();
    },
  };
}
