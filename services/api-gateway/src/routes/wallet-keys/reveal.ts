import { revealWalletKey } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import * as wallet from '../../store/wallet.ts';

export const revealWalletKeyRoute = handleRoute(revealWalletKey, async ({ params }, ctx: GatewayContext) =>
  wallet.reveal(params.keyId, ctx),
);
