import { listModels } from '@tzurot/contracts';
import { handleJob } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import { findKey } from '../turns/find-key.ts';
import { VendorError } from '../vendors/index.ts';

const UNAVAILABLE = { state: 'unavailable' as const, models: [] };

export const listModelsJob = handleJob(
  listModels,
  async ({ vendor: id, keyId }, ctx: WorkerContext, { signal, log }) => {
    const vendor = ctx.vendors.get(id);
    if (vendor === undefined) return UNAVAILABLE;
    const payer = keyId === undefined ? { kind: 'free' as const } : { kind: 'user' as const, walletKeyId: keyId };
    try {
      const models = await ctx.modelLists.list(vendor, await findKey({ payer }, vendor, ctx, 'look'), signal);
      return models === null ? UNAVAILABLE : { state: 'listed' as const, models: [...models] };
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      log.info({ err: error, vendor: id }, 'models were not listed');
      return UNAVAILABLE;
    }
  },
);
