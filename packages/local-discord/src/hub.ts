import type { CdnLinks } from './cdn/links.ts';
import type { PictureFetcher } from './cdn/picture-fetcher.ts';
import type { Clock } from './clock.ts';
import type { Gateway } from './gateway/types.ts';
import type { RateLimits } from './limits/rate-limits.ts';
import type { Activity } from './local/activity.ts';
import type { Faults } from './local/faults.ts';
import type { Log } from './local/log.ts';
import type { Judge } from './spec/judge.ts';
import type { Snowflake } from './world/snowflake.ts';
import type { Worlds } from './world/worlds.ts';

/** Everything one server is made of, handed to routes. */
export interface Hub {
  readonly clock: Clock;
  readonly newId: () => Snowflake;
  readonly worlds: Worlds;
  readonly gateway: Gateway;
  readonly log: Log;
  readonly faults: Faults;
  readonly limits: RateLimits;
  readonly links: CdnLinks;
  readonly pictures: PictureFetcher;
  readonly activity: Activity;
  /** `http://127.0.0.1:3900`, known once the server listens. */
  readonly baseUrl: () => string;
  /** How often clients say that they are there. */
  readonly heartbeatIntervalMs: number;
  /** What Discord's API description says of a call; undefined when the description is not at hand. */
  readonly judge: Judge | undefined;
  /** Intents the developer portal has not switched on; identifying with one closes with 4014. */
  refusedIntents: number;
}
