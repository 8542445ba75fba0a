import type { World } from '../world/world.ts';

/** Remembers when applications were last busy, for `settle`. */
export interface Activity {
  /** An application's request begins; the returned function says that it ended. */
  begin(world: World | undefined): () => void;
  /** An application was told something and may react. */
  touch(world: World): void;
  inFlight(world: World | undefined): number;
  /** Real milliseconds since an application last did or heard something. */
  quietForMs(world: World | undefined): number;
}

/** Real time on purpose: a moved clock does not make a process work faster. */
export function createActivity(): Activity {
  const worlds = new Map<string, { running: number; lastMs: number }>();

  function of(name: string): { running: number; lastMs: number } {
    let entry = worlds.get(name);
    if (!entry) {
      entry = { running: 0, lastMs: 0 };
      worlds.set(name, entry);
    }
    return entry;
  }

  const relevant = (world: World | undefined) => (world ? [of(world.name)] : [...worlds.values()]);

  return {
    begin(world) {
      if (!world) return () => undefined;
      const entry = of(world.name);
      entry.running += 1;
      return () => {
        entry.running -= 1;
        entry.lastMs = Date.now();
      };
    },
    touch: (world) => void (of(world.name).lastMs = Date.now()),
    inFlight: (world) => relevant(world).reduce((sum, { running }) => sum + running, 0),
    quietForMs: (world) => Date.now() - Math.max(0, ...relevant(world).map(({ lastMs }) => lastMs)),
  };
}
