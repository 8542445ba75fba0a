import { listProblems } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { list } from './problems.ts';

export const problemRoutes = [
  handleRoute(listProblems, async ({ query }, ctx: GatewayContext) => list(query.page, ctx)),
];
