import { z } from 'zod';
import { AdvancedParameters } from '../advanced-parameters.ts';
import { defineJob } from '../define-job.ts';
import { DroppedParameter } from '../entities/preset.ts';
import { LIMITS } from '../limits.ts';

/** Which parameters of a preset its model will not receive, and why. Calls no vendor. */
export const checkPreset = defineJob({
  name: 'preset.check',
  queue: 'chores',
  input: z.object({
    vendor: z.string().max(LIMITS.vendorId),
    model: z.string().max(LIMITS.modelId),
    parameters: AdvancedParameters,
  }),
  output: z.object({ dropped: z.array(DroppedParameter) }),
  timeoutMs: 5_000,
});
