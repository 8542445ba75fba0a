/** How long a worker holds a turn before it must say that it still lives. */
export const LEASE_MS = 45_000;
/** After so many leases a turn gets a notice instead of another try. */
export const MAX_ATTEMPTS = 5;
/** After so many, the notice itself has failed, and the turn ends silently. */
export const MAX_NOTICE_ATTEMPTS = 8;
/** How long a job may be on its way before the gateway enqueues another. */
export const WAKE_AFTER_MS = 30_000;
/** A turn that nobody has begun to answer is no longer wanted after this. */
export const EXPIRE_AFTER_MS = 60 * 60_000;
