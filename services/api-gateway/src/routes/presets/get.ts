import { getPreset } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import * as presets from '../../store/presets.ts';

export const getPresetRoute = handleRoute(getPreset, async ({ caller, params }, ctx: GatewayContext) =>
  presets.get(caller, params.presetId, ctx),
);
