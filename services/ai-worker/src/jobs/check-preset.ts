import { checkPreset, type JobAnswer } from '@tzurot/contracts';
import { AppError, handleJob } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import { findKey } from '../turns/find-key.ts';
import { type Vendor, VendorError } from '../vendors/index.ts';

type Checked = JobAnswer<typeof checkPreset>;

export const checkPresetJob = handleJob(
  checkPreset,
  async ({ vendor: id, model, parameters, keyId }, ctx: WorkerContext, { signal, log }) => {
    const vendor = ctx.vendors.get(id);
    if (vendor === undefined) {
      const offered = [...ctx.vendors.keys()].join(', ');
      throw new AppError('not-found', `no vendor ${id}`, {
        reason: 'vendor-not-offered',
        facts: { vendor: id, offered },
      });
    }
    const payer = keyId === undefined ? { kind: 'free' as const } : { kind: 'user' as const, walletKeyId: keyId };
    const dropped = vendor.checkParameters(parameters, model);
    try {
      return { dropped, ...(await checkModel(vendor, model, payer, signal, ctx)) };
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      log.info({ err: error, vendor: id }, 'model was not looked for');
      return { dropped, model: 'unreachable' as const };
    }
  },
);

async function checkModel(
  vendor: Vendor,
  model: string,
  payer: Parameters<typeof findKey>[0]['payer'],
  signal: AbortSignal,
  ctx: WorkerContext,
): Promise<Pick<Checked, 'model' | 'similar'>> {
  // Who has no key is told so elsewhere.
  if (payer.kind !== 'user' && vendor.keyForm !== 'none' && ctx.operatorKey(vendor.id) === null)
    return { model: 'unchecked' };
  const found = await ctx.modelLists.check(vendor, model, await findKey({ payer }, vendor, ctx, 'look'), signal);
  if (found === null) return { model: 'unchecked' };
  return { model: found.isKnown ? 'known' : 'unknown', similar: found.similar };
}
