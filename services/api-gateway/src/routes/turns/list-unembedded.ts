import { listUnembedded } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import { findUnembedded } from '../../memory/vectors/list-unembedded.ts';

export const listUnembeddedRoute = handleRoute(listUnembedded, async ({ params }, ctx: GatewayContext) =>
  findUnembedded(params.turnId, ctx),
);
