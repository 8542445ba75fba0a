import {
  assignSystemPrompt,
  createSystemPrompt,
  deleteSystemPrompt,
  getSystemPrompt,
  listSystemPrompts,
  updateSystemPrompt,
} from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import * as prompts from './system-prompts.ts';

export const systemPromptRoutes = [
  handleRoute(listSystemPrompts, async (_call, ctx: GatewayContext) => ({ items: await prompts.list(ctx) })),
  handleRoute(getSystemPrompt, async ({ params }, ctx: GatewayContext) => prompts.get(params.systemPromptId, ctx)),
  handleRoute(createSystemPrompt, async ({ caller, body }, ctx: GatewayContext) => prompts.create(caller, body, ctx)),
  handleRoute(updateSystemPrompt, async ({ caller, params, body }, ctx: GatewayContext) =>
    prompts.update(caller, params.systemPromptId, body, ctx),
  ),
  handleRoute(deleteSystemPrompt, async ({ caller, params }, ctx: GatewayContext) =>
    prompts.remove(caller, params.systemPromptId, ctx),
  ),
  handleRoute(assignSystemPrompt, async ({ caller, params, body }, ctx: GatewayContext) =>
    prompts.assign(caller, params.systemPromptId, body, ctx),
  ),
];
