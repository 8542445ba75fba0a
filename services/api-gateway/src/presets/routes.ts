import {
  chooseGlobalPreset,
  choosePreset,
  chooseServerPreset,
  createGlobalPreset,
  createPreset,
  deletePreset,
  getPreset,
  listCharacterPresets,
  listPresetChoices,
  listPresets,
  listPresetUses,
  updatePreset,
} from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import * as choices from './choices.ts';
import * as presets from './presets.ts';

export const presetRoutes = [
  handleRoute(createPreset, async ({ caller, body }, ctx: GatewayContext) => presets.create(caller, body, ctx)),
  handleRoute(createGlobalPreset, async ({ caller, body }, ctx: GatewayContext) =>
    presets.createGlobal(caller, body, ctx),
  ),
  handleRoute(listPresets, async ({ caller }, ctx: GatewayContext) => ({ items: await presets.list(caller, ctx) })),
  handleRoute(getPreset, async ({ caller, params }, ctx: GatewayContext) => presets.get(caller, params.presetId, ctx)),
  handleRoute(updatePreset, async ({ caller, params, body }, ctx: GatewayContext) =>
    presets.update(caller, params.presetId, body, ctx),
  ),
  handleRoute(deletePreset, async ({ caller, params }, ctx: GatewayContext) => ({
    name: await presets.remove(caller, params.presetId, ctx),
  })),
  handleRoute(listPresetUses, async ({ caller, params }, ctx: GatewayContext) =>
    choices.listUses(caller, params.presetId, ctx),
  ),
  handleRoute(listPresetChoices, async ({ caller, query }, ctx: GatewayContext) => choices.list(caller, query, ctx)),
  handleRoute(listCharacterPresets, async ({ caller }, ctx: GatewayContext) => ({
    items: await choices.listByCharacter(caller, ctx),
  })),
  handleRoute(choosePreset, async ({ caller, params, body }, ctx: GatewayContext) =>
    choices.choose(caller, params.tier, body, ctx),
  ),
  handleRoute(chooseServerPreset, async ({ caller, params, body }, ctx: GatewayContext) =>
    choices.chooseForServer(caller, params.tier, body, ctx),
  ),
  handleRoute(chooseGlobalPreset, async ({ caller, params, body }, ctx: GatewayContext) =>
    choices.chooseForAll(caller, params.tier, body.presetId, ctx),
  ),
];
