import { revealWalletKey } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import { type Access, type Vendor, VendorError } from '../vendors/index.ts';
import type { Turn } from './turn.ts';

/**
 * The key of whoever pays. The caller uses it for one call and keeps it nowhere.
 * @param purpose `look` for what costs nothing
 * @throws VendorError `auth` when there is none; AppError `limit-reached` when a cap of its owner's is reached
 */
export async function findKey(
  { payer }: Pick<Turn, 'payer'>,
  vendor: Vendor,
  { gateway, operatorKey }: WorkerContext,
  purpose: 'call' | 'look' = 'call',
): Promise<Access> {
  if (payer.kind !== 'user') {
    const key = operatorKey(vendor.id);
    if (key === null && vendor.keyForm !== 'none')
      throw new VendorError(vendor.id, 'auth', 'the operator has no key for it');
    return { key, address: null };
  }
  try {
    const revealed = await gateway.call(revealWalletKey, {
      params: { keyId: payer.walletKeyId },
      body: { purpose },
    });
    if (revealed.vendor === vendor.id) return { key: revealed.key, address: revealed.address };
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'not-found' && error.code !== 'gone')) throw error;
  }
  throw new VendorError(vendor.id, 'auth', 'the key was removed, or belongs to another vendor');
}
