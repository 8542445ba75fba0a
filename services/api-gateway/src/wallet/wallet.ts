import {
  type Caller,
  type KeyCap,
  type KeySpending,
  type RouteRequest,
  type setWalletKey,
  type VendorCatalogue,
  type VendorFacts,
  type WalletKey,
} from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import type { GatewayContext } from '../context.ts';
import { lockUser, transaction } from '../database/transaction.ts';
import type { WalletKey as KeyRow } from '../generated/prisma/client.ts';
import { findOrKeepUser } from '../users/users.ts';
import { NOTHING_SPENT, requireBelowCap, spendingByVendor } from './caps.ts';

/** How long a key may wait for its vendor's verdict. */
const PENDING_MS = 10 * 60_000;
/** A hint of a short key would give most of it away. */
const MIN_LENGTH_FOR_HINT = 16;

/** A key is sealed together with where it may be sent. */
const boundTo = (userId: string, vendor: string, address: string | null): string =>
  `wallet:${userId}:${vendor}${address === null ? '' : `:${address}`}`;

type Context = Pick<GatewayContext, 'pool' | 'prisma'>;

/** Pending keys vanish when their time is over, whether or not somebody has swept them away. */
const alive = () => ({ OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] });

/** Keeps a key, sealed and pending, in place of another pending one of the same vendor. */
export async function set(
  caller: Caller,
  { vendor, key, address: given }: RouteRequest<typeof setWalletKey>['body'],
  ctx: Context & Pick<GatewayContext, 'box' | 'vendors'>,
): Promise<WalletKey> {
  const address = readAddress(requireKeyVendor(vendor, ctx.vendors), given);
  const { id: userId } = await findOrKeepUser(caller, ctx);
  const sealed = ctx.box.seal(key, { boundTo: boundTo(userId, vendor, address) });
  const hint = key.length < MIN_LENGTH_FOR_HINT ? '' : key.slice(-4);
  const row = await transaction(ctx.prisma, async (tx) => {
    await tx.walletKey.deleteMany({ where: { userId, vendor, status: 'pending' } });
    const expiresAt = new Date(Date.now() + PENDING_MS);
    const pending = { userId, vendor, address, status: 'pending', sealed, hint, expiresAt };
    return tx.walletKey.create({ data: { id: uuidV7(), ...pending } });
  });
  return toWalletKey(row, null);
}

export async function list(caller: Caller, ctx: Context): Promise<WalletKey[]> {
  const { id: userId } = await findOrKeepUser(caller, ctx);
  const [rows, spending] = await Promise.all([
    ctx.prisma.walletKey.findMany({ where: { userId, ...alive() }, orderBy: [{ vendor: 'asc' }, { id: 'asc' }] }),
    spendingByVendor(userId, ctx),
  ]);
  return rows.map((row) => toWalletKey(row, spending.get(row.vendor) ?? null));
}

export async function remove(caller: Caller, vendor: string, ctx: Context): Promise<number> {
  const { id: userId } = await findOrKeepUser(caller, ctx);
  const { count } = await ctx.prisma.walletKey.deleteMany({ where: { userId, vendor } });
  return count;
}

/**
 * The one way by which a key leaves the database, so the one place that holds every call to its owner's caps.
 * @throws NotFoundError for one that is gone, expired or rejected; AppError `limit-reached`
 */
export async function reveal(
  keyId: string,
  purpose: 'call' | 'look',
  { prisma, box, ...ctx }: Pick<GatewayContext, 'pool' | 'prisma' | 'box' | 'vendors'>,
): Promise<{ vendor: string; key: string; address: string | null }> {
  const row = await prisma.walletKey.findFirst({
    where: { id: keyId, status: { in: ['pending', 'active'] }, ...alive() },
  });
  if (row === null) throw new NotFoundError('wallet key', keyId);
  const { vendor, address } = row;
  if (purpose === 'call') await requireBelowCap(row.userId, vendor, ctx);
  return { vendor, address, key: box.open(row.sealed, { boundTo: boundTo(row.userId, vendor, address) }) };
}

/**
 * What the vendor said of a key. An accepted one becomes the only one of its vendor; a pending one that
 * was refused is forgotten; one that had worked stays visible as rejected, until its owner replaces it.
 */
export async function judge(
  keyId: string,
  isAccepted: boolean,
  { prisma }: Pick<GatewayContext, 'prisma'>,
): Promise<'active' | 'rejected' | 'gone'> {
  const where = { id: keyId, ...alive() };
  const found = await prisma.walletKey.findFirst({ where, select: { userId: true } });
  if (found === null) return 'gone';
  const { userId } = found;
  return transaction(prisma, async (tx) => {
    await lockUser(tx, userId);
    const key = await tx.walletKey.findFirst({ where });
    if (key === null) return 'gone';
    const id = keyId;
    if (!isAccepted) {
      if (key.status === 'pending') await tx.walletKey.delete({ where: { id } });
      else await tx.walletKey.update({ where: { id }, data: { status: 'rejected' } });
      return 'rejected';
    }
    await tx.walletKey.deleteMany({
      where: { userId, vendor: key.vendor, status: { in: ['active', 'rejected'] }, id: { not: id } },
    });
    await tx.walletKey.update({ where: { id }, data: { status: 'active', expiresAt: null } });
    return 'active';
  });
}

/** Forgets keys whose vendor never said anything. @returns how many */
export async function forgetExpired({ prisma }: Pick<GatewayContext, 'prisma'>): Promise<number> {
  const { count } = await prisma.walletKey.deleteMany({ where: { expiresAt: { lte: new Date() } } });
  return count;
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

function toWalletKey(
  { id, vendor, address, hint, status, createdAt, lastUsedAt }: KeyRow,
  spending: { spent: KeySpending; cap: KeyCap | null } | null,
): WalletKey {
  return {
    id,
    vendor,
    address,
    hint,
    // The contract of the route checks it, so that one that does not fit is left out of a list.
    status: status as WalletKey['status'],
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    cap: spending?.cap ?? null,
    spent: spending?.spent ?? NOTHING_SPENT,
  };
}
