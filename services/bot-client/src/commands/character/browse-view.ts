import type { CharacterSummary, listCharacters, RouteOutput } from '@tzurot/contracts';
import { card, clip, count, excerpt, note, plain, select, text } from '../../ui/elements.ts';
import { pageLine, pager } from '../../ui/pager.ts';
import type { CardView } from '../../ui/view.ts';
import { browsePageId, type Filter, openCardId } from './ids.ts';

const TITLES: Record<Filter, string> = { all: 'Characters', mine: 'Your characters', public: 'Public characters' };
const DESCRIPTION_LENGTH = 100;
/** Ten entries have to fit into a message. */
const ENTRY_LENGTH = 360;

/** A page of a list of characters, with a menu that opens one. */
export function browseView(
  { items, page, pages, total }: RouteOutput<typeof listCharacters>,
  { query, filter }: { query: string; filter: Filter },
): CardView {
  if (items.length === 0) return note(nobody(query, filter));
  const title = query === '' ? TITLES[filter] : `${TITLES[filter]} like “${plain(query)}”`;
  return card([
    text(`## ${title}\n${pageLine(count(total, 'character'), page, pages)}`),
    text(items.map(describe).join('\n')),
    select({
      id: openCardId.encode({}),
      placeholder: 'Look at one…',
      choices: items.map(({ id, name, slug, isMine }) => ({
        value: id,
        label: name,
        description: `${slug} · ${isMine ? 'mine' : 'public'}`,
      })),
    }),
    ...pager(page, pages, (to) => browsePageId.encode({ page: to, filter, query })),
  ]);
}

function describe({ name, slug, isMine, isPublic, description }: CharacterSummary): string {
  const badge = isMine ? (isPublic ? 'mine, public' : 'mine') : 'public';
  const about = description.trim() === '' ? '' : `\n-# ${excerpt(description, DESCRIPTION_LENGTH)}`;
  return clip(`**${plain(name)}** \`${slug}\` · ${badge}${about}`, ENTRY_LENGTH);
}

function nobody(query: string, filter: Filter): string {
  if (query !== '')
    return `Nobody is called anything like “${plain(query)}”. \`/character browse\` without a query shows everybody.`;
  if (filter === 'mine') return 'You have no characters yet. `/character create` makes one.';
  return 'There are no characters yet. `/character create` makes the first.';
}
