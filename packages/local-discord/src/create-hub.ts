import { createLinks } from './cdn/links.ts';
import { createPictureFetcher } from './cdn/picture-fetcher.ts';
import { createClock } from './clock.ts';
import { createGateway } from './gateway/gateway.ts';
import { keepHouse } from './housekeeping.ts';
import type { Hub } from './hub.ts';
import { createRateLimits, type LimitSettings, limitsForm } from './limits/rate-limits.ts';
import { createActivity } from './local/activity.ts';
import { createFaults } from './local/faults.ts';
import { createLog } from './local/log.ts';
import type { Judge } from './spec/judge.ts';
import { createSnowflakes } from './world/snowflake.ts';
import { createWorlds } from './world/worlds.ts';

/** Builds every part of a server once, in order. */
export function createHub(parts: {
  readonly limits: Partial<LimitSettings>;
  readonly refusedIntents: number;
  readonly heartbeatIntervalMs: number;
  readonly judge: Judge | undefined;
  readonly baseUrl: () => string;
}): Hub {
  const clock = createClock();
  const newId = createSnowflakes(clock);
  const log = createLog(() => clock.now());
  const links = createLinks(clock, parts.baseUrl);
  const gateway = createGateway(() => hub);
  const worlds = createWorlds({
    clock,
    newId,
    links,
    onEvent: (world, event) => gateway.dispatch(world, event),
    onMade: keepHouse,
    onReplaced: (old) => gateway.endWorld(old),
  });
  const hub: Hub = {
    clock,
    newId,
    worlds,
    gateway,
    log,
    faults: createFaults(),
    limits: createRateLimits(clock, limitsForm.parse(parts.limits)),
    links,
    pictures: createPictureFetcher(log),
    activity: createActivity(),
    baseUrl: parts.baseUrl,
    judge: parts.judge,
    refusedIntents: parts.refusedIntents,
    heartbeatIntervalMs: parts.heartbeatIntervalMs,
  };
  return hub;
}
