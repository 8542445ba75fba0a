import { listLoreEntries, PAGE_SIZE, type RouteOutput } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { BotContext } from '../../../context.ts';
import type { Call } from '../../../define/call.ts';
import { onButton } from '../../../define/component.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { card, clip, note, plain, select, text } from '../../../ui/elements.ts';
import { pageLine, pager } from '../../../ui/pager.ts';
import type { CardView } from '../../../ui/view.ts';
import { describeKeys, titleOf } from '../entry-dashboard.ts';
import { entriesPageId, openEntryId } from '../ids.ts';
import { bookOption } from '../lore-options.ts';

const LINE_LENGTH = 300;

export const list = defineSubcommand({
  description: "A lorebook's entries",
  options: { book: bookOption('Which lorebook') },
  reply: 'private',
  run: (call, ctx) => showPage({ id: call.options.book, page: 1 }, call, ctx),
});

export const turnEntriesPage = onButton(entriesPageId, {
  reply: 'update',
  run: (call, ctx) => showPage(call.state, call, ctx),
});

async function showPage(
  { id, page }: { id: string; page: number },
  { caller, respond }: Call,
  { gateway }: BotContext,
): Promise<void> {
  const query = { page: Math.max(1, page), pageSize: PAGE_SIZE };
  const found = await gateway.call(listLoreEntries, { caller, params: { bookId: id }, query });
  await respond(entryList(id, found));
}

function entryList(id: string, { items, bookName, page, pages, total }: RouteOutput<typeof listLoreEntries>): CardView {
  const book = plain(bookName);
  if (items.length === 0) return note(say('lore.no-entries', { book }));
  const stateOf = ({ isEnabled, isConstant }: (typeof items)[number]): string => {
    if (!isEnabled) return say('lore.state-off');
    return isConstant ? say('lore.state-constant') : '';
  };
  return card([
    text(`## ${say('lore.entries-of', { book })}\n${pageLine(say('count.entries', { count: total }), page, pages)}`),
    text(
      items
        .map((entry) =>
          clip(
            say('lore.entry-line', {
              title: titleOf(entry),
              keys: describeKeys(entry.keys),
              state: stateOf(entry),
            }),
            LINE_LENGTH,
          ),
        )
        .join('\n'),
    ),
    select({
      id: openEntryId.encode({}),
      placeholder: say('lore.open-entry'),
      choices: items.map((entry) => ({
        value: entry.id,
        label: entry.title || entry.keys[0] || say('lore.untitled'),
        description: entry.excerpt,
      })),
    }),
    ...pager(page, pages, (to) => entriesPageId.encode({ id, page: to })),
  ]);
}
