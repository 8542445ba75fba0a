import { createDenial, deleteDenial, listDenials } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import * as denials from './denials.ts';
import { readDenials } from './read.ts';

export const denialRoutes = [
  handleRoute(createDenial, async ({ caller, body }, ctx: GatewayContext) => denials.create(caller, body, ctx)),
  handleRoute(listDenials, async (_call, ctx: GatewayContext) => ({ items: await readDenials(ctx.prisma) })),
  handleRoute(deleteDenial, async ({ caller, params }, ctx: GatewayContext) => {
    await denials.remove(caller, params.denialId, ctx);
    return {};
  }),
];
