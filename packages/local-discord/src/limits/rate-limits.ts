import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock.ts';

export const limitsForm = z.object({
  /**
   * `exact` counts as Discord does; `off` lets everything pass; `tight` allows one call per two seconds and bucket;
   * `surprise`, `global` and `html` refuse every `every`-th call, whatever the headers promised.
   */
  mode: z.enum(['exact', 'off', 'tight', 'surprise', 'global', 'html']).default('exact'),
  every: z.int().min(1).default(5),
  /** Webhook executions per two seconds; Discord's staff named 5 in 2017. */
  webhookPer2s: z.int().min(1).default(5),
  /** Webhook executions per minute and channel; staff named 30, the documentation is silent, so it is off unless set. */
  webhookPerMinute: z.int().min(1).nullable().default(null),
  /** Whether webhook names that merely contain "here" or "everyone" are refused too, as was once reported. */
  refuseHereInNames: z.boolean().default(false),
  /** All calls with a bot's token per second. */
  globalPerSecond: z.int().min(1).default(50),
  /** Edits of messages older than an hour per 20 seconds and channel; what bots have seen, nobody publishes it. */
  oldEditsPer20s: z.int().min(0).default(3),
  /** Direct channels that a bot may open anew in ten minutes; about where bots were stopped, nobody publishes it. */
  directOpensPer10Minutes: z.int().min(0).default(25),
});

export type LimitSettings = z.output<typeof limitsForm>;

/** What is known of a call before it is answered. */
export interface LimitedCall {
  readonly method: string;
  /** The path of the route table. */
  readonly route: string;
  readonly params: Readonly<Record<string, string>>;
  /** Whose token it carries; undefined for webhooks and interactions, which the global limit does not count. */
  readonly account: string | undefined;
  /** Where a webhook speaks: its home, whose webhooks share a limit per minute. */
  readonly webhookChannelId?: string | undefined;
}

/** Actions that are counted beside calls, each with an error of its own. */
export type CountedAction = 'edit-old' | 'open-direct';

export interface Refusal {
  readonly status: number;
  readonly html: boolean;
  readonly body: Record<string, unknown> | string;
  readonly headers: Record<string, string>;
  readonly scope: 'user' | 'global' | 'shared';
}

export interface RateLimits {
  settings: LimitSettings;
  isOn(): boolean;
  /** Counts a call. @returns the headers of its answer, and the refusal if it may not pass */
  count(call: LimitedCall): { headers: Record<string, string>; refusal?: Refusal };
  refuse(
    scope: 'user' | 'global' | 'shared' | 'html',
    retryAfterSeconds: number,
    headers?: Record<string, string>,
  ): Refusal;
  /** Counts an action of this account or channel. @returns seconds to wait when there were too many */
  countAction(action: CountedAction, key: string): number | undefined;
  /** Counts an answer that Discord holds against the caller; too many of them bar everything for a while. */
  countInvalid(status: number, scope: string | undefined): void;
  reset(): void;
}

interface Rule {
  readonly limit: number;
  readonly windowMs: number;
}

/** Limits as bots meet them; Discord publishes none, and says so. */
const rules: Readonly<Record<string, Rule>> = {
  'POST /channels/{channel_id}/messages': { limit: 5, windowMs: 5_000 },
  'PATCH /channels/{channel_id}/messages/{message_id}': { limit: 5, windowMs: 5_000 },
  'DELETE /channels/{channel_id}/messages/{message_id}': { limit: 5, windowMs: 1_000 },
  'POST /channels/{channel_id}/messages/bulk-delete': { limit: 1, windowMs: 1_000 },
  'POST /channels/{channel_id}/typing': { limit: 5, windowMs: 5_000 },
  'POST /channels/{channel_id}/webhooks': { limit: 10, windowMs: 10_000 },
  'PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me': { limit: 1, windowMs: 250 },
  'DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me': { limit: 1, windowMs: 250 },
  'DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/{user_id}': { limit: 1, windowMs: 250 },
  'PATCH /channels/{channel_id}': { limit: 5, windowMs: 15_000 },
  'POST /users/@me/channels': { limit: 10, windowMs: 10_000 },
};
const ordinary: Rule = { limit: 50, windowMs: 1_000 };
const tight: Rule = { limit: 1, windowMs: 2_000 };

/** Interaction answers have no limit of their own. */
const unlimited = new Set(['POST /interactions/{interaction_id}/{interaction_token}/callback']);

const WEBHOOK_EXECUTE = 'POST /webhooks/{webhook_id}/{webhook_token}';
const MAX_INVALID = 10_000;
const INVALID_WINDOW_MS = 10 * 60_000;
const MAX_BUCKETS_KEPT = 10_000;

interface Bucket {
  used: number;
  endsAtMs: number;
}

export function createRateLimits(clock: Clock, initial: LimitSettings): RateLimits {
  const buckets = new Map<string, Bucket>();
  const hashes = new Map<string, string>();
  let settings = initial;
  let calls = 0;
  let invalid: Bucket = { used: 0, endsAtMs: 0 };

  function hashOf(routeKey: string): string {
    let hash = hashes.get(routeKey);
    if (hash === undefined) {
      hash = createHash('md5').update(routeKey).digest('hex');
      hashes.set(routeKey, hash);
    }
    return hash;
  }

  function spend(key: string, rule: Rule): { bucket: Bucket; allowed: boolean } {
    const nowMs = clock.now();
    let bucket = buckets.get(key);
    if (!bucket || bucket.endsAtMs <= nowMs) {
      if (buckets.size > MAX_BUCKETS_KEPT) forgetEnded(nowMs);
      bucket = { used: 0, endsAtMs: nowMs + rule.windowMs };
      buckets.set(key, bucket);
    }
    const allowed = bucket.used < rule.limit;
    if (allowed) bucket.used += 1;
    return { bucket, allowed };
  }

  function forgetEnded(nowMs: number): void {
    for (const [key, { endsAtMs }] of buckets) if (endsAtMs <= nowMs) buckets.delete(key);
  }

  function ruleFor(routeKey: string): Rule {
    if (settings.mode === 'tight') return tight;
    if (routeKey === WEBHOOK_EXECUTE) return { limit: settings.webhookPer2s, windowMs: 2_000 };
    return rules[routeKey] ?? ordinary;
  }

  function actionRule(action: CountedAction): Rule {
    return action === 'edit-old'
      ? { limit: settings.oldEditsPer20s, windowMs: 20_000 }
      : { limit: settings.directOpensPer10Minutes, windowMs: 600_000 };
  }

  const limits: RateLimits = {
    get settings() {
      return settings;
    },
    set settings(next) {
      settings = next;
      limits.reset();
    },
    isOn: () => settings.mode !== 'off',
    reset() {
      buckets.clear();
      calls = 0;
      invalid = { used: 0, endsAtMs: 0 };
    },
    count(call) {
      const routeKey = `${call.method} ${call.route}`;
      if (settings.mode === 'off' || unlimited.has(routeKey)) return { headers: {} };
      const nowMs = clock.now();
      if (invalid.used >= MAX_INVALID && invalid.endsAtMs > nowMs) {
        return { headers: {}, refusal: limits.refuse('html', (invalid.endsAtMs - nowMs) / 1_000) };
      }

      calls += 1;
      const isUnlucky = calls % settings.every === 0;
      if (isUnlucky && (settings.mode === 'surprise' || settings.mode === 'global' || settings.mode === 'html')) {
        const scope = settings.mode === 'surprise' ? 'shared' : settings.mode;
        return { headers: {}, refusal: limits.refuse(scope, 0.5) };
      }
      if (call.account !== undefined) {
        const rule = { limit: settings.globalPerSecond, windowMs: 1_000 };
        const { bucket, allowed } = spend(`global:${call.account}`, rule);
        if (!allowed) return { headers: {}, refusal: limits.refuse('global', (bucket.endsAtMs - nowMs) / 1_000) };
      }
      if (routeKey === WEBHOOK_EXECUTE && settings.webhookPerMinute !== null) {
        const perMinute = { limit: settings.webhookPerMinute, windowMs: 60_000 };
        const { bucket, allowed } = spend(`minute:${call.webhookChannelId}`, perMinute);
        if (!allowed) return { headers: {}, refusal: limits.refuse('shared', (bucket.endsAtMs - nowMs) / 1_000) };
      }

      const rule = ruleFor(routeKey);
      const { bucket, allowed } = spend(`${call.account}:${routeKey}:${majorOf(call)}`, rule);
      const resetAfterSeconds = Math.max(0, bucket.endsAtMs - nowMs) / 1_000;
      const headers = {
        'x-ratelimit-limit': String(rule.limit),
        'x-ratelimit-remaining': String(Math.max(0, rule.limit - bucket.used)),
        'x-ratelimit-reset': (bucket.endsAtMs / 1_000).toFixed(3),
        'x-ratelimit-reset-after': resetAfterSeconds.toFixed(3),
        'x-ratelimit-bucket': hashOf(routeKey),
      };
      return allowed ? { headers } : { headers, refusal: limits.refuse('user', resetAfterSeconds, headers) };
    },
    refuse(scope, retryAfterSeconds, headers = {}) {
      if (scope === 'html') {
        return {
          status: 429,
          html: true,
          body: cloudflarePage,
          headers: { 'content-type': 'text/html' },
          scope: 'user',
        };
      }
      const isGlobal = scope === 'global';
      return {
        status: 429,
        html: false,
        body: {
          message: 'You are being rate limited.',
          retry_after: Number(retryAfterSeconds.toFixed(3)),
          global: isGlobal,
        },
        headers: {
          ...headers,
          'retry-after': String(Math.ceil(retryAfterSeconds)),
          'x-ratelimit-scope': scope,
          ...(isGlobal ? { 'x-ratelimit-global': 'true' } : {}),
        },
        scope,
      };
    },
    countAction(action, key) {
      if (settings.mode === 'off') return undefined;
      const { bucket, allowed } = spend(`${action}:${key}`, actionRule(action));
      return allowed ? undefined : (bucket.endsAtMs - clock.now()) / 1_000;
    },
    countInvalid(status, scope) {
      if ((status !== 401 && status !== 403 && status !== 429) || scope === 'shared') return;
      const nowMs = clock.now();
      if (invalid.endsAtMs <= nowMs) invalid = { used: 0, endsAtMs: nowMs + INVALID_WINDOW_MS };
      invalid.used += 1;
    },
  };
  return limits;
}

/** Buckets are kept apart by the first id of the path; a webhook's token belongs to its id. */
function majorOf({ route, params }: LimitedCall): string {
  if (route.startsWith('/channels/')) return params['channel_id'] ?? '';
  if (route.startsWith('/guilds/')) return params['guild_id'] ?? '';
  if (route.startsWith('/webhooks/')) return `${params['webhook_id']}:${params['webhook_token']}`;
  return '';
}

const cloudflarePage = `<!DOCTYPE html>
<html lang="en-US"><head><title>Access denied | discord.com used Cloudflare to restrict access</title></head>
<body><h1>Error 1015</h1><h2>You are being rate limited</h2></body></html>
`;
