import { defineSubcommand } from '../../define/subcommand.ts';
import { presetDashboard } from './dashboard.ts';
import { presetOption } from './preset-option.ts';

export const edit = defineSubcommand({
  description: 'Change a preset, or make it your default',
  options: { preset: presetOption('Which preset') },
  reply: 'private',
  run: (call, ctx) => presetDashboard.open(call.options.preset, call, ctx),
});
