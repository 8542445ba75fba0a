import type { Character } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { type APISectionComponent, ComponentType } from 'discord.js';
import { button, card, plain, row, text } from '../../ui/elements.ts';
import { pageLine, pager } from '../../ui/pager.ts';
import { splitText } from '../../ui/split-text.ts';
import type { CardView } from '../../ui/view.ts';
import { openEditorId, viewPageId } from './ids.ts';
import type { Portrait } from './portrait.ts';

/** Leaves room for the head of the page. */
const PAGE_LENGTH = 3_200;

const FIELDS = [
  'description',
  'personality',
  'scenario',
  'greeting',
  'examples',
  'systemPrompt',
  'errorMessage',
] as const;

/**
 * One page of everything written about a character. Short fields share a page, long ones take several.
 * @param wantedPage a page after the last shows the last
 * @param portrait shown beside the name
 */
export function characterView(character: Character, wantedPage: number, portrait: Portrait | null): CardView {
  const pages = splitIntoPages(character);
  const page = Math.min(Math.max(1, wantedPage), pages.length);
  const { id, name, slug, isMine, isPublic } = character;
  const visibility = say(isPublic ? 'character.badge.public' : 'character.badge.private');
  const badge = isMine ? `${say('character.badge.yours')}, ${visibility}` : visibility;
  const head = `## ${plain(name)}\n${pageLine(`\`${slug}\` · ${badge}`, page, pages.length)}`;
  const view = card([
    portrait === null ? text(head) : beside(head, portrait),
    text(pages[page - 1] ?? ''),
    ...pager(page, pages.length, (to) => viewPageId.encode({ id, page: to })),
    ...(isMine ? [row(button({ id: openEditorId.encode({ id }), label: say('interface.edit') }))] : []),
  ]);
  return portrait !== null && 'file' in portrait ? { ...view, files: [portrait.file] } : view;
}

function beside(head: string, portrait: Portrait): APISectionComponent {
  const url = 'url' in portrait ? portrait.url : `attachment://${portrait.file.name}`;
  return {
    type: ComponentType.Section,
    components: [text(head)],
    accessory: { type: ComponentType.Thumbnail, media: { url } },
  };
}

function splitIntoPages(character: Character): string[] {
  const blocks = FIELDS.flatMap((field) => {
    const content = character[field].trim();
    if (content === '') return [];
    const pieces = splitText(content, PAGE_LENGTH - 100);
    const label = say(`character.field.${field}`);
    const laterLabel = say('character.continued', { label });
    return pieces.map((piece, index) => `### ${index === 0 ? label : laterLabel}\n${piece}`);
  });
  const pages: string[] = [];
  for (const block of blocks) {
    const last = pages.at(-1);
    if (last !== undefined && last.length + block.length < PAGE_LENGTH) pages[pages.length - 1] = `${last}\n${block}`;
    else pages.push(block);
  }
  return pages.length === 0 ? [say('character.blank')] : pages;
}
