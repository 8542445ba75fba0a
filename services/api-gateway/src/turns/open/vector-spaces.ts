import { z } from 'zod';
import { sql } from '../../database/query.ts';
import { spacesOf } from '../../memory/vectors/embedding-space.ts';
import { definePart, storedList } from './part.ts';

/** In which spaces what the author said has vectors. Few are looked for by the index, where listing an owner's would read all vectors. */
export const vectorSpaces = definePart({
  select: ({ embedLater, vendors }) =>
    embedLater === null
      ? sql`NULL`
      : sql`(SELECT array_agg(known.space) FROM unnest(${spacesOf(vendors)}::text[]) AS known (space)
          WHERE EXISTS (SELECT FROM memory_vectors v WHERE v.owner_id = p.id AND v.space = known.space))`,
  schema: storedList(z.string()),
});
