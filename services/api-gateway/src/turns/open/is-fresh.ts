import { z } from 'zod';
import { sql } from '../../database/query.ts';
import { definePart } from './part.ts';

/** Whether the author wants nothing to be recalled for now. */
export const isFresh = definePart({ select: sql`coalesce(u.fresh_until > now(), false)`, schema: z.boolean() });
