import type { Log, SecretBox } from '@tzurot/platform';
import { AppError } from '@tzurot/platform';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { type Database, query, sql } from './query.ts';
import { STORED_SECRETS, StoredSecret } from './stored-secrets.ts';

const SECRETS_PER_STEP = 100;

type Context = Pick<GatewayContext, 'pool' | 'box' | 'log'>;

/**
 * Encrypts stored secrets under the newest key, some at each call, until none is left under an older one.
 * A secret that cannot be opened stays as it is and is logged once: its owner gives the key again.
 * @returns the next step, which says how many it changed
 */
export function rotateSecrets({ pool, box, log }: Context): () => Promise<number> {
  const unreadable = new Set<string>();
  return async function step(): Promise<number> {
    const secrets = await query(
      pool,
      sql`SELECT * FROM ${STORED_SECRETS} AS secrets
          WHERE key_id <> ${box.activeId} AND NOT sealed = ANY(${[...unreadable]}::text[]) LIMIT ${SECRETS_PER_STEP}`,
      StoredSecret,
    );
    let changed = 0;
    for (const secret of secrets) {
      const opened = tryToOpen(secret, box, log);
      if (opened === null) unreadable.add(secret.sealed);
      else await replace(secret, box.seal(opened, { boundTo: secret.bound_to }), pool);
      changed += opened === null ? 0 : 1;
    }
    return changed === 0 && secrets.length > 0 ? step() : changed;
  };
}

function tryToOpen({ kept_in: keptIn, id, sealed, bound_to: boundTo }: StoredSecret, box: SecretBox, log: Log) {
  try {
    return box.open(sealed, { boundTo });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.error({ err: error, keptIn, id }, 'a stored secret could not be re-encrypted');
    return null;
  }
}

/** Somebody who stores another secret at the same moment wins. */
async function replace({ kept_in: keptIn, id, sealed }: StoredSecret, resealed: string, db: Database): Promise<void> {
  await query(
    db,
    keptIn === 'wallet_keys'
      ? sql`UPDATE wallet_keys SET sealed = ${resealed} WHERE id = ${id}::uuid AND sealed = ${sealed}`
      : sql`UPDATE channels SET webhook_token_sealed = ${resealed} WHERE id = ${id}::bigint AND webhook_token_sealed = ${sealed}`,
  );
}

const KeyUse = z.object({ key_id: z.string(), secrets: z.coerce.number().int() });

/** How many stored secrets each encryption key holds; the newest key is listed also without any. */
export async function countSecrets({ pool, box }: Omit<Context, 'log'>): Promise<{ id: string; secrets: number }[]> {
  const rows = await query(
    pool,
    sql`SELECT key_id, count(*) AS secrets FROM ${STORED_SECRETS} AS secrets GROUP BY key_id ORDER BY key_id`,
    KeyUse,
  );
  const used = rows.map(({ key_id: id, secrets }) => ({ id, secrets }));
  const newest = used.find(({ id }) => id === box.activeId) ?? { id: box.activeId, secrets: 0 };
  return [newest, ...used.filter(({ id }) => id !== box.activeId)];
}
