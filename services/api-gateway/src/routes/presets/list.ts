import { listPresets } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../../context.ts';
import * as presets from '../../store/presets.ts';

export const listPresetsRoute = handleRoute(listPresets, async ({ caller }, ctx: GatewayContext) => ({
  items: await presets.list(caller, ctx),
}));
