import { z } from 'zod';
import { defineJob } from '../define-job.ts';
import { Id } from '../ids.ts';

/** Asks the vendor whether it takes a stored key, and has the gateway activate or reject it. */
export const testWalletKey = defineJob({
  name: 'wallet-key.test',
  queue: 'chores',
  input: z.object({ keyId: Id }),
  output: z.object({
    verdict: z.enum(['accepted', 'rejected', 'unreachable', 'gone']),
    /** A sentence for the owner of the key. */
    explanation: z.string().max(500),
  }),
  timeoutMs: 20_000,
});
