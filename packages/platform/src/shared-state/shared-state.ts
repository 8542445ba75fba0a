import type { JsonValue } from './json.ts';

export interface Bucket {
  /** Tokens when full. */
  capacity: number;
  refillPerSecond: number;
  /** Tokens to take; 1 when absent. */
  cost?: number;
}

export interface TakenToken {
  taken: boolean;
  /** When enough tokens will be there if nobody else takes them; 0 when taken. Infinity when `cost` exceeds the capacity. */
  retryAfterMs: number;
  /** Tokens that are left; a fraction, since buckets refill steadily. */
  left: number;
}

export type Unsubscribe = () => Promise<void>;

/**
 * Small, short-lived facts that several processes share: limits, state of dashboards, notices.
 * Losing all of it costs convenience, never data.
 */
export interface SharedState {
  /** Waits for the store and prepares it. */
  start(signal?: AbortSignal): Promise<void>;
  /** What was set and has not expired, else null. */
  get(key: string): Promise<JsonValue | null>;
  set(key: string, value: JsonValue, options: { ttlMs: number }): Promise<void>;
  delete(key: string): Promise<void>;
  /** Takes from a bucket that refills steadily; a bucket that nobody used is full. */
  takeToken(bucket: string, limits: Bucket): Promise<TakenToken>;
  /** True for exactly one of all who ask for `key` within `ttlMs`. */
  claimOnce(key: string, options: { ttlMs: number }): Promise<boolean>;
  /** Tells every subscriber, in this process and others; nobody who subscribes later. */
  publish(channel: string, value: JsonValue): Promise<void>;
  /**
   * Hears what is published from now on, in the order of each publisher. What was published while the connection
   * to the store was lost is missed; `onGap` then says so.
   */
  subscribe(channel: string, handler: (value: JsonValue) => void, onGap?: () => void): Promise<Unsubscribe>;
  /** A health check: rejects while the store cannot be used. */
  ready(): Promise<void>;
  close(): Promise<void>;
}
