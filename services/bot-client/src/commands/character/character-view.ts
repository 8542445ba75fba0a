import type { Character } from '@tzurot/contracts';
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
  ['Description', 'description'],
  ['Personality', 'personality'],
  ['Scenario', 'scenario'],
  ['Greeting', 'greeting'],
  ['Examples', 'examples'],
  ['System prompt', 'systemPrompt'],
  ['In trouble', 'errorMessage'],
] as const;

/**
 * One page of all that a character is; short fields share a page, long ones take several. Beyond the last page: the last.
 * @param portrait stands beside the name
 */
export function characterView(character: Character, wantedPage: number, portrait: Portrait | null): CardView {
  const pages = layOut(character);
  const page = Math.min(Math.max(1, wantedPage), pages.length);
  const { id, name, slug, isMine, isPublic } = character;
  const badge = [isMine ? 'yours' : '', isPublic ? 'public' : 'private'].filter((word) => word !== '').join(', ');
  const head = `## ${plain(name)}\n${pageLine(`\`${slug}\` · ${badge}`, page, pages.length)}`;
  const view = card([
    portrait === null ? text(head) : beside(head, portrait),
    text(pages[page - 1] ?? ''),
    ...pager(page, pages.length, (to) => viewPageId.encode({ id, page: to })),
    ...(isMine ? [row(button({ id: openEditorId.encode({ id }), label: 'Edit' }))] : []),
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

function layOut(character: Character): string[] {
  const blocks = FIELDS.flatMap(([label, field]) => {
    const content = character[field].trim();
    if (content === '') return [];
    const pieces = splitText(content, PAGE_LENGTH - 100);
    return pieces.map((piece, index) => `### ${label}${index === 0 ? '' : ', continued'}\n${piece}`);
  });
  const pages: string[] = [];
  for (const block of blocks) {
    const last = pages.at(-1);
    if (last !== undefined && last.length + block.length < PAGE_LENGTH) pages[pages.length - 1] = `${last}\n${block}`;
    else pages.push(block);
  }
  return pages.length === 0 ? ['*Nothing is written about this character yet.*'] : pages;
}
