import { z } from 'zod';
import { sql } from '../../database/query.ts';
import { definePart } from './part.ts';

/** What the staff tells the model about this place: of the thread, else of its channel, else of the category. */
export const instructions = definePart({
  select: sql`coalesce(ch.instructions, hook.instructions, (
    SELECT category.instructions FROM channels category, triggers said
    WHERE said.id = t.trigger_id AND category.id = (said.facts->'place'->>'categoryId')::bigint
      AND category.guild_id = ch.guild_id))`,
  schema: z.string().nullable(),
});
