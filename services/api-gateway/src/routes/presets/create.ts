import { createPreset } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import * as presets from '../../store/presets.ts';

export const createPresetRoute = handleRoute(createPreset, async ({ caller, body }, ctx: GatewayContext) =>
  presets.create(caller, body, ctx),
);
