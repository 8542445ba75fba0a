import { publishVendors, VendorFacts } from '@tzurot/contracts';
import { AppError, ConfigError, type Log, waitFor } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';

/** Tells the gateway whose models this worker calls; waits for a gateway that is not there yet. @throws ConfigError when it does not know us */
export async function publishOffered(
  { gateway, vendors, log }: Pick<WorkerContext, 'gateway' | 'vendors'> & { log: Log },
  signal?: AbortSignal,
): Promise<void> {
  // What a vendor does stays here; what others must know of it is what the contract names.
  const body = { vendors: [...vendors.values()].map((vendor) => VendorFacts.parse(vendor)) };
  const publish = () => gateway.call(publishVendors, { body });
  try {
    await waitFor('the gateway', publish, { log, ...(signal !== undefined && { signal }) });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unauthenticated') throw error;
    // Only whoever runs both can give them the same credential.
    const problem = 'SERVICE_TOKEN_AI_WORKER: the gateway does not know this credential; give both the same one.';
    throw new ConfigError([problem], { cause: error });
  }
}
