import { defineSubcommand } from '../../define/subcommand.ts';
import { noteDashboard } from './dashboard.ts';
import { ofWhom, targetOf } from './note-target.ts';

export const set = defineSubcommand({
  description: 'Write something that a character, or everyone in this channel, keeps in mind',
  options: ofWhom,
  reply: 'private',
  run: (call, ctx) => noteDashboard.open(targetOf(call.options.character, call), call, ctx),
});
