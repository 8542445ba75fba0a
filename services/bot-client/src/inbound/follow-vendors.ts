import { listVendors, VENDORS_CHANNEL, type VendorCatalogue } from '@tzurot/contracts';
import { type Log, type RouteClient, type SharedState, waitFor } from '@tzurot/platform';

const RELOAD_EVERY_MS = 5 * 60_000;

interface FollowParts {
  vendors: VendorCatalogue;
  gateway: RouteClient;
  state: SharedState;
  log: Log;
  signal?: AbortSignal;
}

/** Loads the vendors that this bot offers, waiting for the gateway if need be, and again when a worker publishes them. @returns how to stop */
export async function followVendors({
  vendors,
  gateway,
  state,
  log,
  signal,
}: FollowParts): Promise<() => Promise<void>> {
  const load = async () => vendors.replace((await gateway.call(listVendors)).vendors);
  const reload = () => void load().catch((error: unknown) => log.warn({ err: error }, 'vendors were not read again'));
  const unsubscribe = await state.subscribe(VENDORS_CHANNEL, reload, reload);
  await waitFor('the vendors', load, { log, ...(signal !== undefined && { signal }) });
  const timer = setInterval(reload, RELOAD_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await unsubscribe();
  };
}
