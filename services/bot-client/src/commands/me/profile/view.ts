import { defineSubcommand } from '../../../define/subcommand.ts';
import { profileDashboard } from './dashboard.ts';
import { profileOption } from './profile-option.ts';

export const view = defineSubcommand({
  description: 'See one of your profiles as characters do',
  options: { profile: profileOption('Which profile') },
  reply: 'private',
  run: (call, ctx) => profileDashboard.open(call.options.profile, call, ctx),
});
