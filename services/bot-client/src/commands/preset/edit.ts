import { getPreset, updatePreset } from '@tzurot/contracts';
import { onButton } from '../../define/component.ts';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { describeLimits, presetDashboard } from './dashboard.ts';
import { editPresetId } from './ids.ts';
import { suggestModels } from './models.ts';
import { presetOption } from './preset-option.ts';

export const edit = defineSubcommand({
  description: 'Change a preset, or make it your default',
  options: {
    preset: presetOption('Which preset'),
    model: option.optionalSuggested('Another model of its vendor', async (typed, call, ctx) => {
      const presetId = call.others['preset'] ?? '';
      const { vendor } = await ctx.gateway.call(getPreset, { caller: call.caller, params: { presetId } });
      return suggestModels(vendor, typed, call, ctx);
    }),
  },
  reply: 'private',
  async run(call, ctx) {
    const { preset: presetId, model } = call.options;
    if (model === undefined) return presetDashboard.open(presetId, call, ctx);
    const { caller } = call;
    const preset = await ctx.gateway.call(updatePreset, { caller, params: { presetId }, body: { model } });
    await presetDashboard.show(preset, call, ctx, await describeLimits(preset, call, ctx));
  },
});

export const editPreset = onButton(editPresetId, {
  reply: 'private',
  run: (call, ctx) => presetDashboard.open(call.state.id, call, ctx),
});
