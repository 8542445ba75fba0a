import { randomUUID } from 'node:crypto';
import { keepShards, releaseShards, takeShards } from '@tzurot/contracts';
import { type Clock, type Log, type RouteClient, type SharedState, waitFor } from '@tzurot/platform';

const STANDING_BY = 'shards:standing-by';
/** Longer than a process that stands by takes to ask again. */
const STANDING_BY_MS = 10_000;
const ASK_EVERY_MS = 2_000;
/** Connections have to be closed before their lease ends. */
const CLOSING_MS = 1_000;

interface LeaseParts {
  gateway: RouteClient;
  state: SharedState;
  clock: Clock;
  log: Log;
  /** Called when the shards are another's, or may be any moment: then nothing may listen to them here any more. */
  onLost(error: Error): void;
}

/**
 * Which shards this process may listen to, when several processes share them. It owns the same ones for as long as it
 * runs; one that gets none stands by for one that ends.
 */
export interface ShardLease {
  /**
   * Waits until there are shards that nobody has, takes at most `most` of them, and keeps them until `release`.
   * @throws the signal's reason when it aborts
   */
  take(wanted: { shardCount: number; most: number }, signal?: AbortSignal): Promise<readonly number[]>;
  /** Whether it waits for somebody to end. */
  isStandingBy(): boolean;
  release(): Promise<void>;
}

/**
 * A lease that cannot be renewed in time is given up as soon as somebody stands by, or nobody can say whether one does:
 * two owners would answer every command twice. As long as nobody stands by, the connection stays, and people hear at
 * least that something is away.
 */
export function createShardLease({ gateway, state, clock, log, onLost }: LeaseParts): ShardLease {
  const listenerId = randomUUID();
  const params = { listenerId };
  const stopping = new AbortController();
  let keeping: Promise<void> | null = null;
  let isStandingBy = false;

  const ask = async (body: { shardCount: number; most: number }) => {
    await state.set(STANDING_BY, listenerId, { ttlMs: STANDING_BY_MS });
    const askedAt = performance.now();
    const lease = await gateway.call(takeShards, { params, body });
    return { ...lease, askedAt };
  };

  const mayBeTaken = async (): Promise<boolean> => {
    try {
      const standingBy = await state.get(STANDING_BY);
      return standingBy !== null && standingBy !== listenerId;
    } catch {
      return true;
    }
  };

  const keep = async ({ shardIds, leaseMs, askedAt }: Awaited<ReturnType<typeof ask>>): Promise<void> => {
    const everyMs = leaseMs / 5;
    for (let keptAt = askedAt; ; ) {
      await clock.sleep(everyMs, stopping.signal).catch(() => {});
      if (stopping.signal.aborted) return;
      const triedAt = performance.now();
      try {
        const kept = await gateway.call(keepShards, { params, timeoutMs: everyMs });
        if (shardIds.some((shardId) => !kept.shardIds.includes(shardId)))
          return onLost(new Error('another process has taken shards of this one'));
        keptAt = triedAt;
      } catch (error) {
        log.warn({ err: error, shardIds }, 'shards not renewed');
        // Were another try to fail as slowly, it would be too late.
        const isEnding = performance.now() - keptAt > leaseMs - 2 * everyMs - CLOSING_MS;
        if (isEnding && (await mayBeTaken()))
          return onLost(new Error('shards could not be renewed in time, and another process may take them'));
      }
    }
  };

  return {
    async take(wanted, signal) {
      const waiting = { log, ...(signal && { signal }) };
      for (;;) {
        const lease = await waitFor('the gateway', () => ask(wanted), waiting);
        if (lease.shardIds.length > 0) {
          isStandingBy = false;
          keeping = keep(lease);
          log.info({ shardIds: lease.shardIds, shardCount: wanted.shardCount }, 'shards taken');
          return lease.shardIds;
        }
        if (!isStandingBy) log.info(wanted, 'standing by: other processes have every shard');
        isStandingBy = true;
        await clock.sleep(ASK_EVERY_MS, signal);
      }
    },
    isStandingBy: () => isStandingBy,
    async release() {
      stopping.abort();
      if (keeping === null) return;
      await keeping;
      await gateway.call(releaseShards, { params, timeoutMs: 2_000 });
    },
  };
}
