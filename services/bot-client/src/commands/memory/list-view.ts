import type { listMemories, Memory, MemoryModes, RouteOutput } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { card, excerpt, note, plain, select, text, timeOf } from '../../ui/elements.ts';
import { pageLine, pager } from '../../ui/pager.ts';
import type { CardView } from '../../ui/view.ts';
import { EVERY, memoriesPageId, openMemoryId } from './ids.ts';

/** Ten entries have to fit into a message. */
const TEXT_LENGTH = 160;

export interface MemorySearch {
  query: string;
  characterId: string | undefined;
}

/** A page of somebody's memories, with a menu that opens one. */
export function memoryList(
  { items, page, pages, total }: RouteOutput<typeof listMemories>,
  { query, characterId }: MemorySearch,
  modes: MemoryModes,
): CardView {
  if (items.length === 0)
    return note(query === '' ? say('memory.none') : say('memory.none-matching', { query: plain(query) }));
  const title = query === '' ? say('memory.title') : say('memory.matching', { query: plain(query) });
  return card([
    text(
      [`## ${title}`, pageLine(say('count.memories', { count: total }), page, pages), ...modeLines(modes)].join('\n'),
    ),
    text(items.map(describeMemory).join('\n')),
    openMenu(items),
    ...pager(page, pages, (to) => memoriesPageId.encode({ page: to, character: characterId ?? EVERY, query })),
  ]);
}

/** What was kept from one message. */
export function memoriesOf(items: readonly Memory[]): CardView {
  return card([text(`## ${say('memory.here')}`), text(items.map(describeMemory).join('\n')), openMenu(items)]);
}

function openMenu(items: readonly Memory[]) {
  return select({
    id: openMemoryId.encode({}),
    placeholder: say('memory.open'),
    choices: items.map(({ id, text: said, speakerName, characterName }) => ({
      value: id,
      label: said.replaceAll(/\s+/g, ' '),
      description: `${speakerName} · ${characterName}`,
    })),
  });
}

function describeMemory({
  speaker,
  speakerName,
  characterName,
  saidAt,
  text: said,
  isPinned,
  isLocked,
}: Memory): string {
  return say('memory.line', {
    speaker: plain(speakerName),
    partner: speaker === 'person' ? say('memory.to', { name: plain(characterName) }) : say('memory.with'),
    time: timeOf(saidAt),
    marks: `${isPinned ? say('memory.pinned') : ''}${isLocked ? say('memory.locked') : ''}`,
    text: excerpt(said, TEXT_LENGTH),
  });
}

function modeLines({ incognitoUntil, freshUntil }: MemoryModes): string[] {
  return [
    ...(incognitoUntil === null ? [] : [say('memory.incognito-on', { time: timeOf(incognitoUntil) })]),
    ...(freshUntil === null ? [] : [say('memory.fresh-on', { time: timeOf(freshUntil) })]),
  ];
}
