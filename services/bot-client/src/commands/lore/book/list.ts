import { type Lorebook, listLorebooks, listLorebooksHere, type RouteOutput } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { button, card, clip, note, plain, section, text } from '../../../ui/elements.ts';
import type { CardView } from '../../../ui/view.ts';
import { describePlaces } from '../book-dashboard.ts';
import { openBookId } from '../ids.ts';

/** A message holds so many books with a button each. */
const MAX_SHOWN = 12;
const LINE_LENGTH = 240;

export const list = defineSubcommand({
  description: 'Your lorebooks, and where they are told',
  options: {},
  reply: 'private',
  async run({ caller, place, respond }, { gateway }) {
    const { items } = await gateway.call(listLorebooks, { caller });
    const here =
      place.guildId !== null && caller.isStaff === true
        ? (await gateway.call(listLorebooksHere, { caller, query: { channelId: place.channelId } })).items
        : [];
    await respond(bookList(items, here));
  },
});

type Here = RouteOutput<typeof listLorebooksHere>['items'];

function bookList(books: readonly Lorebook[], here: Here): CardView {
  if (books.length === 0 && here.length === 0) return note(say('lore.no-books'));
  const lines = here.map(({ name, target }) =>
    say('lore.here-line', {
      name: plain(name),
      place: say(target === 'server' ? 'lore.this-server' : 'lore.this-channel'),
    }),
  );
  return card([
    text(`## ${say('lore.books')}`),
    ...books.slice(0, MAX_SHOWN).map((book) =>
      section(
        clip(
          say('lore.book-line', {
            name: plain(book.name),
            entries: say('count.entries', { count: book.entryCount }),
            where: describePlaces(book),
          }),
          LINE_LENGTH,
        ),
        button({ id: openBookId.encode({ id: book.id }), label: say('interface.edit') }),
      ),
    ),
    ...(lines.length === 0 ? [] : [text(clip(`**${say('lore.here')}**\n${lines.join('\n')}`, 900))]),
  ]);
}
