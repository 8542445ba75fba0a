import type { CharacterSummary, listCharacters, RouteOutput } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { card, clip, excerpt, note, plain, select, text } from '../../ui/elements.ts';
import { pageLine, pager } from '../../ui/pager.ts';
import type { CardView } from '../../ui/view.ts';
import { browsePageId, type Filter, openCardId } from './ids.ts';

const DESCRIPTION_LENGTH = 100;
/** Ten entries have to fit into a message. */
const ENTRY_LENGTH = 360;

/** A page of a list of characters, with a menu that opens one. */
export function browseView(
  { items, page, pages, total }: RouteOutput<typeof listCharacters>,
  { query, filter }: { query: string; filter: Filter },
): CardView {
  if (items.length === 0) return note(describeNone(query, filter));
  const every = say(`character.list.${filter}`);
  const title = query === '' ? every : say('character.list.matching', { title: every, query: plain(query) });
  return card([
    text(`## ${title}\n${pageLine(say('count.characters', { count: total }), page, pages)}`),
    text(items.map(describe).join('\n')),
    select({
      id: openCardId.encode({}),
      placeholder: say('character.list.open'),
      choices: items.map(({ id, name, slug, isMine }) => ({
        value: id,
        label: name,
        description: `${slug} · ${say(isMine ? 'character.badge.mine' : 'character.badge.public')}`,
      })),
    }),
    ...pager(page, pages, (to) => browsePageId.encode({ page: to, filter, query })),
  ]);
}

function describe({ name, slug, isMine, isPublic, description }: CharacterSummary): string {
  const ownBadge = isPublic ? 'character.badge.mine-public' : 'character.badge.mine';
  const badge = say(isMine ? ownBadge : 'character.badge.public');
  const about = description.trim() === '' ? '' : `\n-# ${excerpt(description, DESCRIPTION_LENGTH)}`;
  return clip(`**${plain(name)}** \`${slug}\` · ${badge}${about}`, ENTRY_LENGTH);
}

function describeNone(query: string, filter: Filter): string {
  if (query !== '') return say('character.none-matching', { query: plain(query) });
  return say(filter === 'mine' ? 'character.none-mine' : 'character.none');
}
