import { createRule, deleteRule, getRule, listRules, updateRule } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import * as rules from './rules.ts';

export const ruleRoutes = [
  handleRoute(createRule, ({ caller, body }, ctx: GatewayContext) => rules.create(caller, body, ctx)),
  handleRoute(listRules, async ({ caller }, ctx: GatewayContext) => ({ items: await rules.list(caller, ctx) })),
  handleRoute(getRule, ({ caller, params }, ctx: GatewayContext) => rules.get(caller, params.ruleId, ctx)),
  handleRoute(updateRule, ({ caller, params, body }, ctx: GatewayContext) =>
    rules.update(caller, params.ruleId, body, ctx),
  ),
  handleRoute(deleteRule, ({ caller, params }, ctx: GatewayContext) => rules.remove(caller, params.ruleId, ctx)),
];
