import { Place } from '@tzurot/contracts';
import { sql } from '../../database/query.ts';
import { definePart } from './part.ts';

/** Where the trigger was said; null once it has ended. */
export const place = definePart({
  select: sql`(SELECT facts->'place' FROM triggers WHERE id = t.trigger_id)`,
  schema: Place.nullable(),
});
