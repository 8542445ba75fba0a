import { defineSubcommand } from '../../define/subcommand.ts';
import { characterOption } from './character-option.ts';
import { characterDashboard } from './dashboard.ts';

export const edit = defineSubcommand({
  description: 'Change one of your characters',
  options: { character: characterOption('Which character', 'mine') },
  reply: 'private',
  run: (call, ctx) => characterDashboard.open(call.options.character, call, ctx),
});
