import { revealWalletKey } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import { type Provider, ProviderError } from '../providers/index.ts';
import type { Turn } from './turn.ts';

/**
 * The key of whoever pays. The caller uses it for one call and keeps it nowhere.
 * @throws ProviderError `auth` when there is none
 */
export async function findKey(
  { payer }: Pick<Turn, 'payer'>,
  provider: Provider,
  { gateway, operatorKey }: WorkerContext,
): Promise<string | null> {
  if (payer.kind !== 'user') {
    const key = operatorKey(provider.id);
    if (key === null && provider.needsKey)
      throw new ProviderError(provider.id, 'auth', 'the operator has no key for it');
    return key;
  }
  try {
    const { vendor, key } = await gateway.call(revealWalletKey, { params: { keyId: payer.walletKeyId } });
    if (vendor === provider.id) return key;
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'not-found' && error.code !== 'gone')) throw error;
  }
  throw new ProviderError(provider.id, 'auth', 'the key was removed, or belongs to another vendor');
}
