import { escapeText } from '../escape-text.ts';
import { nameFinder } from '../name-finder.ts';
import { header, personLabel } from '../person-label.ts';
import { describeAttachments, readableText } from '../readable-text.ts';
import { rewriteLine } from '../rewrite-line.ts';
import type { Piece, Section } from '../section.ts';
import { mergeTimeline, type TimelineLine } from '../timeline.ts';

/** What was said before, as real chat messages: the character's own lines as `assistant`, all others as `user`. */
export const history: Section = {
  id: 'history',
  zone: 'chat',
  priority: 50,
  yields: 'oldest-in-steps',
  write(scene) {
    const nameOf = nameFinder(scene);
    const lines = mergeTimeline(scene);
    return lines.map((line, index) => {
      // The message that is answered stands below them all.
      const place = { isOwn: line.speaker === 'own', depth: lines.length - index };
      return writeLine({ ...line, text: rewriteLine(line.text, place, scene) }, nameOf);
    });
  },
};

function writeLine(line: TimelineLine, nameOf: ReturnType<typeof nameFinder>): Piece {
  const text = [readableText(line.text, nameOf), describeAttachments(line.attachments)].filter(Boolean).join('\n');
  if (line.speaker === 'own') return { role: 'assistant', text: text.trim(), messageIds: line.messageIds };
  return {
    role: 'user',
    text: `${header(line.name, labelOf(line))}\n${escapeText(text).trim()}`,
    messageIds: line.messageIds,
  };
}

function labelOf({ speaker, personId }: TimelineLine): string {
  return personId === null ? speaker : personLabel(personId);
}
