import { createLorebook, createLoreEntry, customId, LIMITS, type Lorebook, listLorebooks } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onForm } from '../../define/component.ts';
import { messageMenu } from '../../define/menu.ts';
import { defineModal, input, maxLengthOf, renderModal } from '../../define/modal.ts';
import { clip } from '../../ui/elements.ts';
import { entryDashboard, entryInputs } from './entry-dashboard.ts';
import { typedKeys } from './inputs.ts';

const modal = defineModal({
  id: customId('lore:from-message', {}),
  title: say('lore.menu-title'),
  inputs: {
    ...entryInputs,
    book: input.short(say('lore.field.book'), { maxLength: LIMITS.lorebookName, hint: say('lore.hint.book') }),
  },
});

/** What a message says becomes an entry's text, to be completed in a form. */
export const makeOfMessage = messageMenu(say('lore.menu'), {
  reply: 'modal',
  modal: ({ message }) => renderModal(modal, {}, { content: clip(message.content, maxLengthOf(entryInputs.content)) }),
});

export const fromMessageForm = onForm(modal, async (call, ctx) => {
  const { title, keys, content, book } = call.values;
  const { id: bookId } = await findOrMakeBook(book.trim(), call, ctx);
  const entry = await ctx.gateway.call(createLoreEntry, {
    caller: call.caller,
    params: { bookId },
    body: { title, keys: typedKeys(keys), content },
  });
  await entryDashboard.show(entry, call, ctx, say('lore.entry-added'));
});

async function findOrMakeBook(name: string, { caller }: Call, { gateway }: BotContext): Promise<Lorebook> {
  const { items } = await gateway.call(listLorebooks, { caller });
  const found = name === '' ? items[0] : items.find((each) => each.name.toLowerCase() === name.toLowerCase());
  return found ?? gateway.call(createLorebook, { caller, body: { name: name || say('lore.first-book') } });
}
