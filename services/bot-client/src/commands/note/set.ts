import { defineSubcommand } from '../../define/subcommand.ts';
import { noteDashboard } from './dashboard.ts';
import { noteOptions, targetOf } from './note-target.ts';

export const set = defineSubcommand({
  description: 'Write something for a character, or all characters in this channel, to keep in mind',
  options: noteOptions,
  reply: 'private',
  run: (call, ctx) => noteDashboard.open(targetOf(call.options.character, call), call, ctx),
});
