/**
 * How long a worker holds a turn before it must say that it still lives: as long as a conversation stands
 * still when a worker dies. Longer than a gateway or a database needs to come back.
 */
export const LEASE_MS = 15_000;
/** After so many leases a turn gets a notice instead of another try. */
export const MAX_ATTEMPTS = 5;
/** After so many, the notice itself has failed, and the turn ends silently. */
export const MAX_NOTICE_ATTEMPTS = 8;
/** What is paid for is tried more often, though not forever: others wait behind it. */
export const MAX_DELIVERY_ATTEMPTS = 20;
/** So long a turn that was begun, or a text that was paid for, may still interest somebody, however often something is away. */
export const WORTH_ANSWERING_MS = 60 * 60_000;
/** How long a job may be on its way before the gateway enqueues another. */
export const WAKE_AFTER_MS = 30_000;
/** A turn that nobody has begun to answer is no longer wanted after this. */
export const EXPIRE_AFTER_MS = 60 * 60_000;
