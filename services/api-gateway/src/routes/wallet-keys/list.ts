import { listWalletKeys } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import * as wallet from '../../store/wallet.ts';

export const listWalletKeysRoute = handleRoute(listWalletKeys, async ({ caller }, ctx: GatewayContext) => ({
  items: await wallet.list(caller, ctx),
}));
