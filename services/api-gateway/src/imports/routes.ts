import {
  changeImport,
  commitImport,
  createImport,
  deleteImport,
  getImport,
  listImports,
  putImportFiles,
  putImportItems,
  undoImport,
} from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { commit } from './commit.ts';
import * as imports from './imports.ts';
import { putFiles, putItems } from './put-items.ts';
import { undo } from './undo.ts';

export const importRoutes = [
  handleRoute(createImport, async ({ caller, body }, ctx: GatewayContext) => imports.create(caller, body, ctx)),
  handleRoute(getImport, async ({ caller, params, query }, ctx: GatewayContext) =>
    imports.get(caller, params.importId, query, ctx),
  ),
  handleRoute(listImports, async ({ caller, query }, ctx: GatewayContext) => imports.list(caller, query, ctx)),
  handleRoute(changeImport, async ({ caller, params, body }, ctx: GatewayContext) => {
    await imports.change(caller, params.importId, body, ctx);
    return {};
  }),
  handleRoute(commitImport, async ({ caller, params }, ctx: GatewayContext) => {
    await commit(caller, params.importId, ctx);
    return {};
  }),
  handleRoute(undoImport, async ({ caller, params }, ctx: GatewayContext) => undo(caller, params.importId, ctx)),
  handleRoute(deleteImport, async ({ caller, params }, ctx: GatewayContext) => {
    await imports.remove(caller, params.importId, ctx);
    return {};
  }),
  handleRoute(putImportItems, async ({ params, body }, ctx: GatewayContext) => {
    await putItems(params.importId, body, ctx);
    return {};
  }),
  handleRoute(putImportFiles, async ({ params, body }, ctx: GatewayContext) => {
    await putFiles(params.importId, body, ctx);
    return {};
  }),
];
