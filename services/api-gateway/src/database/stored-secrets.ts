import { z } from 'zod';
import { sql } from './query.ts';

/** Everything that is kept encrypted, as a table to select from, with what each secret is bound to. */
export const STORED_SECRETS = sql`(
  SELECT 'wallet_keys' AS kept_in, id::text AS id, sealed, split_part(sealed, '.', 2) AS key_id,
    'wallet:' || user_id || ':' || vendor || coalesce(':' || address, '') AS bound_to
  FROM wallet_keys
  UNION ALL
  SELECT 'channels', id::text, webhook_token_sealed, split_part(webhook_token_sealed, '.', 2),
    'webhook:' || lpad(id::text, greatest(17, length(id::text)), '0')
  FROM channels WHERE webhook_token_sealed IS NOT NULL
)`;

export const StoredSecret = z.object({
  kept_in: z.enum(['wallet_keys', 'channels']),
  id: z.string(),
  sealed: z.string(),
  key_id: z.string(),
  bound_to: z.string(),
});
export type StoredSecret = z.infer<typeof StoredSecret>;
