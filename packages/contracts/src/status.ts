import { z } from 'zod';
import { defineRoute } from './define-route.ts';

/** How the gateway and its database fare, for `/admin ping`. */
export const getStatus = defineRoute({
  name: 'status.get',
  method: 'GET',
  path: '/operator/status',
  output: z.object({
    databaseMs: z.number(),
    /** False means that memory is lexical only. */
    hasVectors: z.boolean(),
    counts: z.object({ characters: z.number().int(), users: z.number().int(), unfinishedTurns: z.number().int() }),
  }),
});
