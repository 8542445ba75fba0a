import type { SharedSession } from '../wire/shared-session.ts';

/** Whoever lends the session while nobody else uses it. */
export interface SessionLender {
  /** How often a client has had the session so far. */
  readonly clientTurnCount: number;
  exclusively<T>(task: (session: SharedSession) => Promise<T>): Promise<T>;
}
