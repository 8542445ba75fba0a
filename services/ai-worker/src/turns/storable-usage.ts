import { toStorableUsage, type UsageFacts } from '@tzurot/contracts';
import type { Log } from '@tzurot/platform';

/** What a call used, as it can be stored; figures that no call can have are clamped, and the log says which. */
export function storableUsage(facts: UsageFacts, log: Log): UsageFacts {
  const { usage, clamped } = toStorableUsage(facts);
  if (clamped.length > 0) log.warn({ vendor: usage.vendor, model: usage.model, clamped }, 'usage clamped');
  return usage;
}
