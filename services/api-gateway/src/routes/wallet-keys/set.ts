import { setWalletKey } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import * as wallet from '../../store/wallet.ts';

export const setWalletKeyRoute = handleRoute(setWalletKey, async ({ caller, body }, ctx: GatewayContext) =>
  wallet.set(caller, body, ctx),
);
