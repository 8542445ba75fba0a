import { defineSubcommand } from '../../../define/subcommand.ts';
import { bookDashboard } from '../book-dashboard.ts';
import { bookOption } from '../lore-options.ts';

export const edit = defineSubcommand({
  description: 'Change a lorebook and how its entries are found',
  options: { book: bookOption('Which lorebook') },
  reply: 'private',
  run: (call, ctx) => bookDashboard.open(call.options.book, call, ctx),
});
