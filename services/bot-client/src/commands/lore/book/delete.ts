import { deleteLorebook, getLorebook } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { dismissId } from '../../../actions/dismiss.ts';
import type { BotContext } from '../../../context.ts';
import type { Call } from '../../../define/call.ts';
import { onButton } from '../../../define/component.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { confirm } from '../../../ui/confirm.ts';
import { note, plain } from '../../../ui/elements.ts';
import { askDeleteBookId, deleteBookId } from '../ids.ts';
import { bookOption } from '../lore-options.ts';

export const remove = defineSubcommand({
  description: 'Delete one of your lorebooks',
  options: { book: bookOption('Which lorebook') },
  reply: 'private',
  run: (call, ctx) => ask(call.options.book, call, ctx),
});

export const askDeleteBook = onButton(askDeleteBookId, {
  reply: 'private',
  run: (call, ctx) => ask(call.state.id, call, ctx),
});

async function ask(id: string, { caller, respond }: Call, { gateway }: BotContext): Promise<void> {
  const { name, entryCount } = await gateway.call(getLorebook, { caller, params: { bookId: id } });
  await respond(
    confirm({
      question: say('lore.delete-book-question', { name: plain(name) }),
      consequences: [
        say('lore.delete-book-entries', { entries: say('count.entries', { count: entryCount }) }),
        say('lore.delete-book-places'),
        say('lore.delete-is-final'),
      ],
      label: say('lore.delete-book-label', { name }),
      confirmId: deleteBookId.encode({ id }),
      cancelId: dismissId.encode({}),
    }),
  );
}

export const confirmDeleteBook = onButton(deleteBookId, {
  reply: 'update',
  async run({ state, caller, respond }, { gateway }) {
    const { name, deletedEntries } = await gateway.call(deleteLorebook, { caller, params: { bookId: state.id } });
    const entries = say('count.entries', { count: deletedEntries });
    await respond(note(say('lore.book-deleted', { name: plain(name), entries }), 'good'));
  },
});
