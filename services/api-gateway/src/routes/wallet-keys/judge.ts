import { judgeWalletKey } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import * as wallet from '../../store/wallet.ts';

export const judgeWalletKeyRoute = handleRoute(judgeWalletKey, async ({ params, body }, ctx: GatewayContext) => ({
  status: await wallet.judge(params.keyId, body.isAccepted, ctx),
}));
