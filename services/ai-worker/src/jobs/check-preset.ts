import { checkPreset } from '@tzurot/contracts';
import { AppError, handleJob } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';

export const checkPresetJob = handleJob(checkPreset, ({ provider: id, model, parameters }, ctx: WorkerContext) => {
  const provider = ctx.providers.get(id);
  if (provider === undefined) {
    const offered = [...ctx.providers.keys()].join(', ');
    throw new AppError('not-found', `no provider ${id}`, {
      userMessage: `This bot does not offer the vendor "${id}". It offers: ${offered}.`,
    });
  }
  return { dropped: provider.checkParameters(parameters, model) };
});
