/**
 * Runs tasks one after another per key, and keys beside each other.
 * A lane that is empty is forgotten.
 */
export interface Lanes {
  /** Resolves or rejects as the task does; a failed task does not stop the lane. */
  run<Result>(key: string, task: () => Promise<Result>): Promise<Result>;
  /** Resolves when every lane is empty. */
  idle(): Promise<void>;
}

export function createLanes(): Lanes {
  const tails = new Map<string, Promise<unknown>>();

  return {
    run(key, task) {
      const result = (tails.get(key) ?? Promise.resolve()).then(task);
      const tail = result
        .catch(() => undefined)
        .finally(() => {
          if (tails.get(key) === tail) tails.delete(key);
        });
      tails.set(key, tail);
      return result;
    },
    async idle() {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
}
