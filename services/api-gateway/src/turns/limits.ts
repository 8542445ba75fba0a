import { SETTINGS } from '@tzurot/contracts';
import { sql } from '../database/query.ts';

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
/** How long a job may be on its way before the gateway enqueues another. */
export const WAKE_AFTER_MS = 30_000;

/**
 * An interval: so long somebody may still be interested in a reply, however often something is away. Begun or not, and also
 * when it is paid for, a turn ends after it. What is stored otherwise than the setting's schema allows counts as nothing.
 */
export const worthAnswering = sql`(SELECT coalesce(
  (SELECT (settings #>> '{values,giveUpMinutes}')::float8 FROM operator_settings
    WHERE jsonb_typeof(settings #> '{values,giveUpMinutes}') = 'number' LIMIT 1),
  ${SETTINGS.giveUpMinutes.builtIn}::float8) * interval '1 minute')`;
