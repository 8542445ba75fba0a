import { AppError, ConfigError, type Log, type SecretBox } from '@tzurot/platform';
import { z } from 'zod';
import { type Database, query, sql } from './query.ts';
import { STORED_SECRETS, StoredSecret } from './stored-secrets.ts';

/** Of the secrets under one key, so many are tried: a single damaged one says nothing of the key. */
const SAMPLES = 5;

const Sample = StoredSecret.pick({ key_id: true, sealed: true, bound_to: true }).extend({
  /** How many secrets there are under the same key. */
  of_key: z.coerce.number().int(),
});
type Sample = z.infer<typeof Sample>;

/**
 * Opens some of the secrets under each encryption key that was ever used here, so that a missing or wrong key is
 * noticed at the start and not by the people whose keys cannot be read. A secret that is damaged is only logged.
 * @throws ConfigError that names the keys; a new one is never made in their place
 */
export async function checkEncryptionKeys(db: Database, box: SecretBox, log: Log): Promise<void> {
  const samples = await query(
    db,
    sql`SELECT key_id, sealed, bound_to, of_key FROM (
          SELECT key_id, sealed, bound_to, row_number() OVER (PARTITION BY key_id ORDER BY sealed) AS number,
            count(*) OVER (PARTITION BY key_id) AS of_key FROM ${STORED_SECRETS} AS secrets
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
        `ENCRYPTION_KEYS: ${ofKey[0]?.of_key ?? 0} stored secrets are under key "${keyId}", and what is given cannot open them (${refused.message}); put back the key they were made with, until \`/admin health\` says that none is left under it`,
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
