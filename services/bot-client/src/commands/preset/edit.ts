import { defineSubcommand } from '../../interactions/define-command.ts';
import { option } from '../../interactions/stored-options.ts';
import { presetDashboard } from './dashboard.ts';

export const edit = defineSubcommand({
  description: 'Change a preset, or use it by default',
  options: { preset: option.preset('Which preset') },
  reply: 'private',
  run: (call, ctx) => presetDashboard.open(call.options.preset, call, ctx),
});
