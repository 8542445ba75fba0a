import { createLorebook, LIMITS } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { option } from '../../../define/option.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { bookDashboard } from '../book-dashboard.ts';

export const create = defineSubcommand({
  description: 'Make a lorebook: what characters know about the world',
  options: { name: option.string('Name of the lorebook', { maxLength: LIMITS.lorebookName }) },
  reply: 'private',
  async run(call, ctx) {
    const { name } = call.options;
    const book = await ctx.gateway.call(createLorebook, { caller: call.caller, body: { name } });
    await bookDashboard.show(book, call, ctx, say('lore.book-created'));
  },
});
