import { randomBytes } from 'node:crypto';
import type { Hub } from '../hub.ts';
import type { User } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { IdentifyLimits } from './types.ts';

/** One identify per shard group and this window. Source: Discord documentation, "Sharding for Large Bots". */
const WINDOW_MS = 5_000;
const DAY_MS = 24 * 60 * 60_000;

/** Identifies per application and day; when they are used up the token is reset. */
const DAILY_TOTAL = 1_000;
const MAX_CONCURRENCY = 1;

export function createIdentifyLimits(hub: () => Hub): IdentifyLimits {
  const days = new Map<string, { startedAtMs: number; used: number }>();
  const lastMs = new Map<string, number>();

  function today(world: World, user: User) {
    const key = `${world.name}:${user.id}`;
    const nowMs = hub().clock.now();
    let day = days.get(key);
    if (!day || day.startedAtMs + DAY_MS <= nowMs) {
      day = { startedAtMs: nowMs, used: 0 };
      days.set(key, day);
    }
    return day;
  }

  return {
    admit(world, user, shardId) {
      const nowMs = hub().clock.now();
      const day = today(world, user);
      const group = `${world.name}:${user.id}:${shardId % MAX_CONCURRENCY}`;
      const isTooFast = nowMs - (lastMs.get(group) ?? Number.NEGATIVE_INFINITY) < WINDOW_MS;
      if (isTooFast && hub().limits.isOn()) return 'too-fast';
      if (day.used >= DAILY_TOTAL) return 'used-up';
      day.used += 1;
      lastMs.set(group, nowMs);
      return 'admitted';
    },
    describe(world, user) {
      const day = today(world, user);
      return {
        total: DAILY_TOTAL,
        remaining: Math.max(0, DAILY_TOTAL - day.used),
        reset_after: Math.max(0, day.startedAtMs + DAY_MS - hub().clock.now()),
        max_concurrency: MAX_CONCURRENCY,
      };
    },
    forget({ name }) {
      for (const counts of [days, lastMs]) {
        for (const key of counts.keys()) if (key.startsWith(`${name}:`)) counts.delete(key);
      }
    },
    resetToken(world, user) {
      hub().worlds.changeToken(world, user, `bot.${randomBytes(12).toString('base64url')}`);
      hub().log.add({
        kind: 'notice',
        world: world.name,
        text: `identified more than ${DAILY_TOTAL} times in a day: the token of ${user.username} was reset`,
      });
    },
  };
}
