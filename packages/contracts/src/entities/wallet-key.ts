import { z } from 'zod';
import { Id, Timestamp } from '../ids.ts';
import { LIMITS } from '../limits.ts';

/**
 * A vendor key in somebody's wallet, without the key. `pending` keys are being tested and vanish
 * after ten minutes; a `rejected` key was refused by its vendor after it had worked.
 */
export const WalletKey = z.object({
  id: Id,
  vendor: z.string().max(LIMITS.vendorId),
  /** The last four characters, for a person who has several. */
  hint: z.string().max(4),
  status: z.enum(['pending', 'active', 'rejected']),
  createdAt: Timestamp,
  lastUsedAt: Timestamp.nullable(),
});
export type WalletKey = z.infer<typeof WalletKey>;
