import type { CharacterSummary, listCharacters, RouteOutput } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { card, clip, excerpt, note, plain, select, text } from '../../ui/elements.ts';
import { pageLine, pager } from '../../ui/pager.ts';
import type { CardView } from '../../ui/view.ts';
import { whoseIs } from './character-option.ts';
import { browsePageId, type Filter, openCardId } from './ids.ts';
import { beside, type Portrait } from './portrait.ts';

const DESCRIPTION_LENGTH = 100;
/** Ten entries have to fit into a message. */
const ENTRY_LENGTH = 360;
const OWNER_LENGTH = 40;

/** A page of a list of characters, with a menu that opens one. */
export function browseView(
  { items, page, pages, total }: RouteOutput<typeof listCharacters>,
  { query, filter }: { query: string; filter: Filter },
  portraits: ReadonlyMap<string, Portrait> = new Map(),
): CardView {
  if (items.length === 0) return note(describeNone(query, filter));
  const every = say(`character.list.${filter}`);
  const title = query === '' ? every : say('character.list.matching', { title: every, query: plain(query) });
  const view = card([
    text(`## ${title}\n${pageLine(say('count.characters', { count: total }), page, pages)}`),
    ...items.map((item) => beside(describe(item), portraits.get(item.id) ?? null)),
    select({
      id: openCardId.encode({}),
      placeholder: say('character.list.open'),
      choices: items.map((item) => ({
        value: item.id,
        label: item.name,
        description: [item.slug, ...whoseIs(item, 20)].join(' · '),
      })),
    }),
    ...pager(page, pages, (to) => browsePageId.encode({ page: to, filter, query })),
  ]);
  const files = [...portraits.values()].flatMap((portrait) => ('file' in portrait ? [portrait.file] : []));
  return { ...view, ...(files.length > 0 && { files }) };
}

function describe(item: CharacterSummary): string {
  const { name, slug, description } = item;
  const badge = whoseIs(item, OWNER_LENGTH).map(plain).join(' · ');
  const about = description.trim() === '' ? '' : `\n-# ${excerpt(description, DESCRIPTION_LENGTH)}`;
  return clip(`**${plain(name)}** \`${slug}\` · ${badge}${about}`, ENTRY_LENGTH);
}

function describeNone(query: string, filter: Filter): string {
  if (query !== '') return say('character.none-matching', { query: plain(query) });
  if (filter === 'here') return say('character.none-here');
  return say(filter === 'mine' ? 'character.none-mine' : 'character.none');
}
