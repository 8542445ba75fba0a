import { defineSubcommand } from '../../../define/subcommand.ts';
import { profileDashboard } from './dashboard.ts';
import { profileOption } from './profile-option.ts';

export const edit = defineSubcommand({
  description: 'Change one of your profiles',
  options: { profile: profileOption('Which profile') },
  reply: 'private',
  run: (call, ctx) => profileDashboard.open(call.options.profile, call, ctx),
});
