import { removeWalletKey } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import * as wallet from '../../store/wallet.ts';

export const removeWalletKeyRoute = handleRoute(removeWalletKey, async ({ caller, params }, ctx: GatewayContext) => ({
  removed: await wallet.remove(caller, params.vendor, ctx),
}));
