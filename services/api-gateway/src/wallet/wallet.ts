import {
  type Caller,
  type RouteRequest,
  type setWalletKey,
  type VendorCatalogue,
  type VendorFacts,
  type WalletKey,
} from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import type { GatewayContext } from '../context.ts';
import { inTransaction, query, queryOne, sql } from '../database/query.ts';
import { findOrKeepUser } from '../users/users.ts';

/** How long a key may wait for its vendor's verdict. */
const PENDING_MS = 10 * 60_000;
/** A hint of a short key would give most of it away. */
const MIN_LENGTH_FOR_HINT = 16;

/** A key is sealed together with where it may be sent. */
const boundTo = (userId: string, vendor: string, address: string | null): string =>
  `wallet:${userId}:${vendor}${address === null ? '' : `:${address}`}`;

interface KeyRow {
  id: string;
  vendor: string;
  address: string | null;
  hint: string;
  status: WalletKey['status'];
  created_at: Date;
  last_used_at: Date | null;
}

const columns = sql`id, vendor, address, hint, status, created_at, last_used_at`;
const isAlive = sql`(expires_at IS NULL OR expires_at > now())`;

/** Keeps a key, sealed and pending, in place of another pending one of the same vendor. */
export async function set(
  caller: Caller,
  { vendor, key, address: given }: RouteRequest<typeof setWalletKey>['body'],
  { pool, box, vendors }: Pick<GatewayContext, 'pool' | 'box' | 'vendors'>,
): Promise<WalletKey> {
  const address = readAddress(requireKeyVendor(vendor, vendors), given);
  const { id: userId } = await findOrKeepUser(pool, caller);
  const sealed = box.seal(key, { boundTo: boundTo(userId, vendor, address) });
  const hint = key.length < MIN_LENGTH_FOR_HINT ? '' : key.slice(-4).toWellFormed();
  const row = await inTransaction(pool, async (tx) => {
    await query(
      tx,
      sql`DELETE FROM wallet_keys WHERE user_id = ${userId}::uuid AND vendor = ${vendor} AND status = 'pending'`,
    );
    return queryOne<KeyRow>(
      tx,
      sql`INSERT INTO wallet_keys (id, user_id, vendor, address, status, sealed, hint, expires_at)
          VALUES (${uuidV7()}::uuid, ${userId}::uuid, ${vendor}, ${address}, 'pending', ${sealed}, ${hint},
            now() + ${PENDING_MS} * interval '1 ms')
          RETURNING ${columns}`,
    );
  });
  if (row === null) throw new Error('keeping a key gave no row');
  return toWalletKey(row);
}

export async function list(caller: Caller, { pool }: Pick<GatewayContext, 'pool'>): Promise<WalletKey[]> {
  const { id: userId } = await findOrKeepUser(pool, caller);
  const rows = await query<KeyRow>(
    pool,
    sql`SELECT ${columns} FROM wallet_keys WHERE user_id = ${userId}::uuid AND ${isAlive} ORDER BY vendor, id`,
  );
  return rows.map(toWalletKey);
}

export async function remove(caller: Caller, vendor: string, { pool }: Pick<GatewayContext, 'pool'>): Promise<number> {
  const { id: userId } = await findOrKeepUser(pool, caller);
  const removed = await query(
    pool,
    sql`DELETE FROM wallet_keys WHERE user_id = ${userId}::uuid AND vendor = ${vendor} RETURNING id`,
  );
  return removed.length;
}

/** The one way by which a key leaves the database. @throws NotFoundError for one that is gone, expired or rejected */
export async function reveal(
  keyId: string,
  { pool, box }: Pick<GatewayContext, 'pool' | 'box'>,
): Promise<{ vendor: string; key: string; address: string | null }> {
  const row = await queryOne<{ user_id: string; vendor: string; address: string | null; sealed: string }>(
    pool,
    sql`SELECT user_id, vendor, address, sealed FROM wallet_keys
        WHERE id = ${keyId}::uuid AND status IN ('pending', 'active') AND ${isAlive}`,
  );
  if (row === null) throw new NotFoundError('wallet key', keyId);
  const { vendor, address } = row;
  return { vendor, address, key: box.open(row.sealed, { boundTo: boundTo(row.user_id, vendor, address) }) };
}

/**
 * What the vendor said of a key. An accepted one becomes the only one of its vendor; a pending one that
 * was refused is forgotten; one that had worked stays visible as rejected, until its owner replaces it.
 */
export async function judge(
  keyId: string,
  isAccepted: boolean,
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<'active' | 'rejected' | 'gone'> {
  return inTransaction(pool, async (tx) => {
    const key = await queryOne<{ user_id: string; vendor: string; status: WalletKey['status'] }>(
      tx,
      sql`SELECT key.user_id, key.vendor, key.status FROM wallet_keys key JOIN users ON users.id = key.user_id
          WHERE key.id = ${keyId}::uuid AND ${isAlive} FOR UPDATE`,
    );
    if (key === null) return 'gone';
    if (!isAccepted) {
      if (key.status === 'pending') await query(tx, sql`DELETE FROM wallet_keys WHERE id = ${keyId}::uuid`);
      else await query(tx, sql`UPDATE wallet_keys SET status = 'rejected' WHERE id = ${keyId}::uuid`);
      return 'rejected';
    }
    await query(
      tx,
      sql`DELETE FROM wallet_keys WHERE user_id = ${key.user_id}::uuid AND vendor = ${key.vendor}
          AND status IN ('active', 'rejected') AND id <> ${keyId}::uuid`,
    );
    await query(tx, sql`UPDATE wallet_keys SET status = 'active', expires_at = NULL WHERE id = ${keyId}::uuid`);
    return 'active';
  });
}

/** Forgets keys whose vendor never said anything. @returns how many */
export async function forgetExpired({ pool }: Pick<GatewayContext, 'pool'>): Promise<number> {
  return (await query(pool, sql`DELETE FROM wallet_keys WHERE expires_at <= now() RETURNING id`)).length;
}

function requireKeyVendor(id: string, vendors: VendorCatalogue): VendorFacts {
  const vendor = vendors.find(id);
  if (vendor !== null && vendor.keyForm !== 'none') return vendor;
  const known = vendors.list().flatMap((other) => (other.keyForm === 'none' ? [] : [other.id]));
  throw new AppError('invalid-input', `there is no vendor ${id} that takes a key`, {
    reason: 'vendor-not-offered',
    facts: { vendor: id, offered: known.join(', ') },
  });
}

/** Only a vendor without an address of its own takes one. */
function readAddress({ id, keyForm }: VendorFacts, given: string | undefined): string | null {
  if (keyForm !== 'address') return null;
  if (given !== undefined) return given;
  throw new AppError('invalid-input', `${id} needs an address`, {
    details: { fields: [{ path: 'body.address', code: 'custom', message: 'is missing', reason: 'address-format' }] },
  });
}

function toWalletKey(row: KeyRow): WalletKey {
  return {
    id: row.id,
    vendor: row.vendor,
    address: row.address,
    hint: row.hint,
    status: row.status,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  };
}
