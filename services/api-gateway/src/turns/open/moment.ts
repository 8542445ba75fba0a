import { z } from 'zod';
import { sql } from '../../database/query.ts';
import { definePart } from './part.ts';

/** By the clock of the database, which all workers go by. */
export const now = definePart({ select: sql`now()`, schema: z.date().transform((moment) => moment.toISOString()) });

/** Somebody wants the reply to end where it stands. */
export const isStopped = definePart({ select: sql`t.stopped_at IS NOT NULL`, schema: z.boolean() });

/** The message to answer is gone. */
export const isWithdrawn = definePart({
  select: sql`(SELECT withdrawn_at IS NOT NULL FROM triggers WHERE id = t.trigger_id)`,
  schema: z.boolean(),
});
