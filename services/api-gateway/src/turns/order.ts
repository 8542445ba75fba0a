import { sql } from '../database/query.ts';

/**
 * True when turn `t` must wait. One of the same conversation goes first when it has begun already or its
 * trigger is older; of the same trigger, whoever stands before it in the chain. Only one turn of a
 * conversation can have begun, and it waits for nobody, so turns never wait in a circle.
 */
export const isBlocked = sql`EXISTS (
  SELECT FROM turns other
  WHERE other.channel_id = t.channel_id AND other.ended_at IS NULL AND other.id <> t.id
    AND (
      (other.trigger_id = t.trigger_id AND other.position < t.position)
      OR (
        other.character_id = t.character_id
        AND (other.attempts = 0, other.trigger_id, other.position) < (t.attempts = 0, t.trigger_id, t.position)
      )
    )
)`;
