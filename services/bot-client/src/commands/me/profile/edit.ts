import { defineSubcommand } from '../../../interactions/define-command.ts';
import { option } from '../../../interactions/stored-options.ts';
import { profileDashboard } from './dashboard.ts';

export const edit = defineSubcommand({
  description: 'Change one of your profiles',
  options: { profile: option.persona('Which profile') },
  reply: 'private',
  run: (call, ctx) => profileDashboard.open(call.options.profile, call, ctx),
});
