import { changeOwnFacts, readOwnFacts } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { changeOwn, readOwn } from './own-facts.ts';

export const userRoutes = [
  handleRoute(readOwnFacts, async ({ caller }, ctx: GatewayContext) => readOwn(caller, ctx)),
  handleRoute(changeOwnFacts, async ({ caller, body }, ctx: GatewayContext) => changeOwn(caller, body, ctx)),
];
