import type { Character } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { button, card, plain, row, text } from '../../ui/elements.ts';
import { pageLine, pager } from '../../ui/pager.ts';
import { splitText } from '../../ui/split-text.ts';
import type { CardView } from '../../ui/view.ts';
import { describeBirthday } from './birthday.ts';
import { openEditorId, viewPageId } from './ids.ts';
import { beside, type Portrait } from './portrait.ts';

/** Leaves room for the head of the page. */
const PAGE_LENGTH = 3_200;

const FIELDS = [
  'description',
  'personality',
  'scenario',
  'greeting',
  'examples',
  'systemPrompt',
  'postHistory',
  'errorMessage',
  'creatorNotes',
] as const;

/**
 * One page of everything written about a character. Short fields share a page, long ones take several.
 * @param wantedPage a page after the last shows the last
 * @param portrait shown beside the name
 */
export function characterView(character: Character, wantedPage: number, portrait: Portrait | null): CardView {
  const pages = splitIntoPages(character);
  const page = Math.min(Math.max(1, wantedPage), pages.length);
  const { id, name, isMine } = character;
  const head = `## ${plain(name)}\n${pageLine(describe(character), page, pages.length)}`;
  const view = card([
    beside(head, portrait),
    text(pages[page - 1] ?? ''),
    ...pager(page, pages.length, (to) => viewPageId.encode({ id, page: to })),
    ...(isMine ? [row(button({ id: openEditorId.encode({ id }), label: say('interface.edit') }))] : []),
  ]);
  return portrait !== null && 'file' in portrait ? { ...view, files: [portrait.file] } : view;
}

/** What it is called, whose it is, and what else is known of it besides its texts. */
function describe(character: Character): string {
  const { slug, isMine, isOwner, isPublic, isAdult, ownerName, birthday, defaultPreset } = character;
  const owner =
    isOwner && isMine ? say('character.badge.yours') : say('character.by-owner', { owner: plain(ownerName) });
  return [
    `\`${slug}\``,
    owner,
    say(isPublic ? 'character.badge.public' : 'character.badge.private'),
    ...(isAdult ? [say('character.badge.adult')] : []),
    ...(birthday === null ? [] : [say('character.born-on', { birthday: describeBirthday(birthday) })]),
    ...(defaultPreset === null ? [] : [say('character.with-preset', { preset: plain(defaultPreset.name) })]),
  ].join(' · ');
}

function splitIntoPages(character: Character): string[] {
  const about = [
    ...(character.nickname === '' ? [] : [say('character.nickname-line', { name: plain(character.nickname) })]),
    ...(character.creator === '' ? [] : [say('character.creator-line', { name: plain(character.creator) })]),
    ...(character.characterVersion === ''
      ? []
      : [say('character.version-line', { version: plain(character.characterVersion) })]),
    ...(character.tags.length === 0 ? [] : [say('character.tags-line', { tags: plain(character.tags.join(', ')) })]),
  ];
  const written = [
    ...FIELDS.map((field) => ({ label: say(`character.field.${field}`), content: character[field].trim() })),
    ...character.alternateGreetings.map((greeting, index) => ({
      label: say('character.other-greeting', { number: index + 2 }),
      content: greeting.trim(),
    })),
    { label: say('character.section.credits'), content: about.join('\n') },
  ];
  const blocks = written.flatMap(({ label, content }) => {
    if (content === '') return [];
    const pieces = splitText(content, PAGE_LENGTH - 100);
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
