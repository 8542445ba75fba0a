import { listVendors, publishVendors } from '@tzurot/contracts';
import { type HandledRoute, handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { keepVendors } from './keep-vendors.ts';

export const vendorRoutes: readonly HandledRoute<GatewayContext>[] = [
  handleRoute(publishVendors, async ({ body: { vendors } }, ctx: GatewayContext) => {
    await keepVendors(vendors, ctx);
    return {};
  }),
  handleRoute(listVendors, async (_request, { vendors }: GatewayContext) => ({ vendors: [...vendors.list()] })),
];
