import { z } from 'zod';
import { sql } from '../../database/query.ts';
import { definePart, storedList } from './part.ts';

/** The author's wallet, without the keys themselves. */
export const keys = definePart({
  select: sql`(SELECT json_agg(json_build_object('id', id, 'vendor', vendor))
    FROM wallet_keys WHERE user_id = t.user_id AND status = 'active')`,
  schema: storedList(z.object({ id: z.string(), vendor: z.string() })),
});
