import {
  judgeWalletKey,
  listWalletKeys,
  removeWalletKey,
  revealWalletKey,
  setKeyCap,
  setWalletKey,
} from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { setCap } from './caps.ts';
import * as wallet from './wallet.ts';

export const walletRoutes = [
  handleRoute(setWalletKey, async ({ caller, body }, ctx: GatewayContext) => wallet.set(caller, body, ctx)),
  handleRoute(listWalletKeys, async ({ caller }, ctx: GatewayContext) => ({ items: await wallet.list(caller, ctx) })),
  handleRoute(removeWalletKey, async ({ caller, params }, ctx: GatewayContext) => ({
    removed: await wallet.remove(caller, params.vendor, ctx),
  })),
  handleRoute(revealWalletKey, async ({ params, body }, ctx: GatewayContext) =>
    wallet.reveal(params.keyId, body.purpose, ctx),
  ),
  handleRoute(setKeyCap, async ({ caller, params, body }, ctx: GatewayContext) =>
    setCap(caller, params.vendor, body, ctx),
  ),
  handleRoute(judgeWalletKey, async ({ params, body }, ctx: GatewayContext) => ({
    status: await wallet.judge(params.keyId, body.isAccepted, ctx),
  })),
];
