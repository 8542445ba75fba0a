import { createPreset, getPreset, listPresets, setPresetDefault, updatePreset } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import * as presets from './presets.ts';

export const presetRoutes = [
  handleRoute(createPreset, async ({ caller, body }, ctx: GatewayContext) => presets.create(caller, body, ctx)),
  handleRoute(listPresets, async ({ caller }, ctx: GatewayContext) => ({ items: await presets.list(caller, ctx) })),
  handleRoute(getPreset, async ({ caller, params }, ctx: GatewayContext) => presets.get(caller, params.presetId, ctx)),
  handleRoute(updatePreset, async ({ caller, params, body }, ctx: GatewayContext) =>
    presets.update(caller, params.presetId, body, ctx),
  ),
  handleRoute(setPresetDefault, async ({ caller, params, body }, ctx: GatewayContext) =>
    presets.setDefault(caller, params.presetId, body.isDefault, ctx),
  ),
];
