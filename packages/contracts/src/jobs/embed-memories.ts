import { z } from 'zod';
import { defineJob } from '../define-job.ts';
import { Id } from '../ids.ts';

/**
 * Has what was said up to a turn turned into vectors, by the vendor and at the cost of whoever paid the turn.
 * Nothing depends on it: what fails now is done after a later turn, and until then words alone find it.
 */
export const embedMemories = defineJob({
  name: 'memory.embed',
  queue: 'chores',
  input: z.object({ turnId: Id }),
  output: z.object({ stored: z.number().int() }),
  timeoutMs: 60_000,
});
