import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { BadRow } from './rows.ts';

export const MAX_BAD_ROWS = 20;
export const MAX_ENCRYPTION_KEYS = 20;

/** How the gateway and its database are doing, for `/admin health`. */
export const getStatus = defineRoute({
  name: 'status.get',
  method: 'GET',
  path: '/operator/status',
  output: z.object({
    databaseMs: z.number(),
    /** False means that memory is lexical only. */
    hasVectors: z.boolean(),
    /** Rows that lists left out lately because their values do not fit, and so many of them by name. */
    badRows: z.object({ count: z.int(), rows: z.array(BadRow).max(MAX_BAD_ROWS) }),
    /** How many secrets (model keys, webhooks) each key holds, the newest first; those of the others are being re-encrypted. */
    encryptionKeys: z.array(z.object({ id: z.string(), secrets: z.int() })).max(MAX_ENCRYPTION_KEYS),
    counts: z.object({ characters: z.number().int(), users: z.number().int(), unfinishedTurns: z.number().int() }),
  }),
});
