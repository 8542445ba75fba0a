import { defineSubcommand } from '../../interactions/define-command.ts';
import { option } from '../../interactions/stored-options.ts';
import { characterDashboard } from './dashboard.ts';

export const edit = defineSubcommand({
  description: 'Change one of your characters',
  options: { character: option.character('Which character', 'mine') },
  reply: 'private',
  run: (call, ctx) => characterDashboard.open(call.options.character, call, ctx),
});
