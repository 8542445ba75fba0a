import { z } from 'zod';
import { sql } from '../../database/query.ts';
import { definePart } from './part.ts';

/** What the message says by now: its author may have edited it since the job was enqueued. */
export const currentContent = definePart({
  select: sql`(SELECT facts ->> 'content' FROM triggers WHERE id = t.trigger_id)`,
  schema: z.string().nullable(),
});
