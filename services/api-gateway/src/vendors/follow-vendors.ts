import { VENDORS_CHANNEL } from '@tzurot/contracts';
import type { GatewayContext } from '../context.ts';
import { readVendors } from './keep-vendors.ts';

/** Loads the vendors, and again whenever another gateway was told of others. @returns how to stop */
export async function followVendors(
  ctx: Pick<GatewayContext, 'prisma' | 'state' | 'vendors' | 'log'>,
): Promise<() => Promise<void>> {
  const load = async () => ctx.vendors.replace(await readVendors(ctx));
  const reload = () =>
    void load().catch((error: unknown) => ctx.log.warn({ err: error }, 'vendors were not read again'));
  const unsubscribe = await ctx.state.subscribe(VENDORS_CHANNEL, reload, reload);
  await load();
  return unsubscribe;
}
