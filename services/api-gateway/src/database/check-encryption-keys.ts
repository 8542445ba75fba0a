import { AppError, ConfigError, type Log, type SecretBox } from '@tzurot/platform';
import { z } from 'zod';
import { type Database, query, sql } from './query.ts';

/** Of the secrets under one key, so many are tried: a single damaged one says nothing of the key. */
const SAMPLES = 5;

const Sample = z.object({ key_id: z.string(), sealed: z.string(), bound_to: z.string() });
type Sample = z.infer<typeof Sample>;

/**
 * Opens some of the secrets under each encryption key that was ever used here, so that a missing or wrong key is
 * noticed at the start and not by the people whose keys cannot be read. A secret that is damaged is only logged.
 * @throws ConfigError that names the keys; a new one is never made in their place
 */
export async function checkEncryptionKeys(db: Database, box: SecretBox, log: Log): Promise<void> {
  const samples = await query(
    db,
    sql`SELECT key_id, sealed, bound_to FROM (
          SELECT key_id, sealed, bound_to, row_number() OVER (PARTITION BY key_id ORDER BY sealed) AS number FROM (
            SELECT split_part(sealed, '.', 2) AS key_id, sealed, 'wallet:' || user_id || ':' || vendor || coalesce(':' || address, '') AS bound_to
            FROM wallet_keys
            UNION ALL
            SELECT split_part(webhook_token_sealed, '.', 2), webhook_token_sealed,
              'webhook:' || lpad(id::text, greatest(17, length(id::text)), '0')
            FROM channels WHERE webhook_token_sealed IS NOT NULL
          ) AS secrets
        ) AS numbered WHERE number <= ${SAMPLES} ORDER BY key_id`,
    Sample,
  );
  const problems: string[] = [];
  for (const [keyId, ofKey] of Map.groupBy(samples, (sample) => sample.key_id)) {
    const failures = ofKey.flatMap((sample) => failureOf(sample, box) ?? []);
    const damaged = failures.filter((error) => reasonOf(error) === 'malformed');
    const [refused] = failures.filter((error) => reasonOf(error) !== 'malformed');
    if (refused !== undefined && failures.length === ofKey.length) {
      problems.push(
        `ENCRYPTION_KEYS: the database holds secrets under key "${keyId}", and what is given cannot open them (${refused.message}); put back the key they were made with`,
      );
    } else if (failures.length > 0) {
      log.error({ keyId, secrets: failures.length, malformed: damaged.length }, 'stored secrets are damaged');
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
}

function failureOf({ sealed, bound_to: boundTo }: Sample, box: SecretBox): AppError | null {
  try {
    box.open(sealed, { boundTo });
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

function reasonOf(error: AppError): unknown {
  const { details } = error;
  return typeof details === 'object' && details !== null && 'reason' in details ? details.reason : undefined;
}
