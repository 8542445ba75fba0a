import { createFile, getFilePart, putFilePart, readFilePart } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import * as files from './files.ts';

export const fileRoutes = [
  handleRoute(createFile, async ({ body }, ctx: GatewayContext) => files.create(body, ctx)),
  handleRoute(putFilePart, async ({ params, body }, ctx: GatewayContext) => {
    await files.putPart(params, body.base64, ctx);
    return {};
  }),
  handleRoute(readFilePart, async ({ params }, ctx: GatewayContext) => files.readPart(params, ctx)),
  handleRoute(getFilePart, async ({ caller, params }, ctx: GatewayContext) => files.readPart(params, ctx, caller)),
];
