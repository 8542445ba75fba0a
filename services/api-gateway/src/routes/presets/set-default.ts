import { setPresetDefault } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import * as presets from '../../store/presets.ts';

export const setPresetDefaultRoute = handleRoute(
  setPresetDefault,
  async ({ caller, params, body }, ctx: GatewayContext) =>
    presets.setDefault(caller, params.presetId, body.isDefault, ctx),
);
