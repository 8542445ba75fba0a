import { deleteLoreEntry, getLoreEntry } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { dismissId } from '../../../actions/dismiss.ts';
import type { BotContext } from '../../../context.ts';
import type { Call } from '../../../define/call.ts';
import { onButton } from '../../../define/component.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { confirm } from '../../../ui/confirm.ts';
import { note, plain } from '../../../ui/elements.ts';
import { titleOf } from '../entry-dashboard.ts';
import { askDeleteEntryId, deleteEntryId } from '../ids.ts';
import { entryOption } from '../lore-options.ts';

export const remove = defineSubcommand({
  description: 'Delete an entry of a lorebook',
  options: { entry: entryOption('Which entry') },
  reply: 'private',
  run: (call, ctx) => ask(call.options.entry, call, ctx),
});

export const askDeleteEntry = onButton(askDeleteEntryId, {
  reply: 'private',
  run: (call, ctx) => ask(call.state.id, call, ctx),
});

async function ask(id: string, { caller, respond }: Call, { gateway }: BotContext): Promise<void> {
  const title = titleOf(await gateway.call(getLoreEntry, { caller, params: { entryId: id } }));
  await respond(
    confirm({
      question: say('lore.delete-entry-question', { title }),
      consequences: [say('lore.delete-entry-final')],
      label: say('lore.delete-entry-label', { title }),
      confirmId: deleteEntryId.encode({ id }),
      cancelId: dismissId.encode({}),
    }),
  );
}

export const confirmDeleteEntry = onButton(deleteEntryId, {
  reply: 'update',
  async run({ state, caller, respond }, { gateway }) {
    const { title, bookName } = await gateway.call(deleteLoreEntry, { caller, params: { entryId: state.id } });
    const named = plain(title) || say('lore.untitled');
    await respond(note(say('lore.entry-deleted', { title: named, book: plain(bookName) }), 'good'));
  },
});
