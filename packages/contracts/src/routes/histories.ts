import { z } from 'zod';
import { defineRoute } from '../define-route.ts';
import { Id, Timestamp } from '../ids.ts';

const params = z.object({ characterId: Id });

/** Moves the epoch to now: what was said before no longer enters prompts that the caller triggers. Memories stay. */
export const clearHistory = defineRoute({
  name: 'history.clear',
  method: 'POST',
  path: '/user/histories/:characterId/clear',
  params,
  output: z.object({ characterName: z.string(), hiddenLines: z.number().int(), since: Timestamp }),
});

/** Puts the epoch back to where it was before the last clear, once. @throws `conflict` when there is nothing to undo */
export const undoClearHistory = defineRoute({
  name: 'history.undo',
  method: 'POST',
  path: '/user/histories/:characterId/undo',
  params,
  output: z.object({ characterName: z.string(), since: Timestamp.nullable() }),
});
