import { checkPreset } from '@tzurot/contracts';
import { AppError, handleJob } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';

export const checkPresetJob = handleJob(checkPreset, ({ vendor: id, model, parameters }, ctx: WorkerContext) => {
  const vendor = ctx.vendors.get(id);
  if (vendor === undefined) {
    const offered = [...ctx.vendors.keys()].join(', ');
    throw new AppError('not-found', `no vendor ${id}`, {
      reason: 'vendor-not-offered',
      facts: { vendor: id, offered },
    });
  }
  return { dropped: vendor.checkParameters(parameters, model) };
});
