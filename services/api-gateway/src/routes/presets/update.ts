import { updatePreset } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import * as presets from '../../store/presets.ts';

export const updatePresetRoute = handleRoute(updatePreset, async ({ caller, params, body }, ctx: GatewayContext) =>
  presets.update(caller, params.presetId, body, ctx),
);
