import { defineSubcommand } from '../../../define/subcommand.ts';
import { entryDashboard } from '../entry-dashboard.ts';
import { entryOption } from '../lore-options.ts';

export const edit = defineSubcommand({
  description: 'Change an entry: its text, place, chance and timing',
  options: { entry: entryOption('Which entry') },
  reply: 'private',
  run: (call, ctx) => entryDashboard.open(call.options.entry, call, ctx),
});
