import { ConfigError, type SecretBox } from '@tzurot/platform';
import { type Database, query, sql } from '../database/query.ts';

/**
 * Opens one stored secret per encryption key that was ever used here, so that a missing or wrong key is
 * noticed at the start and not by the people whose keys cannot be read.
 * @throws ConfigError that names the keys; a new one is never made in their place
 */
export async function checkEncryptionKeys(db: Database, box: SecretBox): Promise<void> {
  const samples = await query<{ key_id: string; sealed: string; bound_to: string }>(
    db,
    sql`SELECT DISTINCT ON (1) split_part(sealed, '.', 2) AS key_id, sealed, bound_to FROM (
          SELECT sealed, 'wallet:' || user_id || ':' || vendor AS bound_to FROM wallet_keys
          UNION ALL
          SELECT webhook_token_sealed, 'webhook:' || lpad(id::text, greatest(17, length(id::text)), '0') FROM channels
          WHERE webhook_token_sealed IS NOT NULL
        ) AS secrets`,
  );
  const problems = samples.flatMap(({ key_id: keyId, sealed, bound_to: boundTo }) => {
    try {
      box.open(sealed, { boundTo });
      return [];
    } catch (error) {
      return [
        `ENCRYPTION_KEYS: the database holds secrets under key "${keyId}", and what is given cannot open them (${
          error instanceof Error ? error.message : String(error)
        }); put back the key they were made with`,
      ];
    }
  });
  if (problems.length > 0) throw new ConfigError(problems);
}
