/** Settles as `task` does, or rejects with the signal's reason when it aborts first; `task` itself goes on. */
export async function untilAborted<Value>(task: Promise<Value>, signal: AbortSignal): Promise<Value> {
  task.catch(() => {});
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([task, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Resolves when `signal` aborts; at once when it has. */
export async function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
}

export interface Deadline {
  signal: AbortSignal;
  /** For when what the signal guards has ended; otherwise its timer and listeners would stay until the time is over. */
  release(): void;
}

/**
 * A signal that aborts after `timeoutMs` with `tooLate()` as its reason, or with another signal and that one's reason.
 */
export function startDeadline(
  timeoutMs: number,
  tooLate: () => Error,
  others: readonly (AbortSignal | undefined)[] = [],
): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(tooLate()), timeoutMs);
  const followed = others.flatMap((other) => {
    if (other === undefined) return [];
    const onAbort = () => controller.abort(other.reason);
    if (other.aborted) onAbort();
    else other.addEventListener('abort', onAbort, { once: true });
    return [{ other, onAbort }];
  });
  return {
    signal: controller.signal,
    release() {
      clearTimeout(timer);
      for (const { other, onAbort } of followed) other.removeEventListener('abort', onAbort);
    },
  };
}
