import { revealWalletKey } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import { type Vendor, VendorError } from '../vendors/index.ts';
import type { Turn } from './turn.ts';

/**
 * The key of whoever pays. The caller uses it for one call and keeps it nowhere.
 * @throws VendorError `auth` when there is none
 */
export async function findKey(
  { payer }: Pick<Turn, 'payer'>,
  vendor: Vendor,
  { gateway, operatorKey }: WorkerContext,
): Promise<string | null> {
  if (payer.kind !== 'user') {
    const key = operatorKey(vendor.id);
    if (key === null && vendor.needsKey) throw new VendorError(vendor.id, 'auth', 'the operator has no key for it');
    return key;
  }
  try {
    const revealed = await gateway.call(revealWalletKey, { params: { keyId: payer.walletKeyId } });
    if (revealed.vendor === vendor.id) return revealed.key;
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'not-found' && error.code !== 'gone')) throw error;
  }
  throw new VendorError(vendor.id, 'auth', 'the key was removed, or belongs to another vendor');
}
