import { createLoreEntry, LIMITS } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { option } from '../../../define/option.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { entryDashboard } from '../entry-dashboard.ts';
import { typedKeys } from '../inputs.ts';
import { bookOption } from '../lore-options.ts';

export const add = defineSubcommand({
  description: 'Add an entry to a lorebook',
  options: {
    book: bookOption('Which lorebook'),
    keys: option.string('Words that bring it up, separated by commas; /pattern/i is a pattern', { maxLength: 2_000 }),
    content: option.string('What the character then knows'),
    title: option.optionalString('A title for yourself', { maxLength: LIMITS.loreTitle }),
  },
  reply: 'private',
  async run(call, ctx) {
    const { book: bookId, keys, content, title = '' } = call.options;
    const body = { title, keys: typedKeys(keys), content };
    const entry = await ctx.gateway.call(createLoreEntry, { caller: call.caller, params: { bookId }, body });
    await entryDashboard.show(entry, call, ctx, say('lore.entry-added'));
  },
});
