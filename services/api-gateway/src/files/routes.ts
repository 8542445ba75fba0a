import { createFile, getFilePart, putFilePart, readFilePart } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import * as files from './files.ts';

export const fileRoutes = [
  handleRoute(createFile, async ({ body }, ctx: GatewayContext) => files.create(body, ctx)),
  handleRoute(putFilePart, async ({ params, body }, ctx: GatewayContext) => {
    await files.putPart({ ...params, number: body.number }, body.base64, ctx);
    return {};
  }),
  handleRoute(readFilePart, async ({ params, query }, ctx: GatewayContext) =>
    files.readPart({ ...params, ...query }, ctx),
  ),
  handleRoute(getFilePart, async ({ caller, params, query }, ctx: GatewayContext) =>
    files.readPart({ ...params, ...query }, ctx, caller),
  ),
];
