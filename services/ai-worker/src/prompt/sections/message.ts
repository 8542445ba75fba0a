import { messageIdsOf } from '@tzurot/contracts';
import { escapeText } from '../escape-text.ts';
import { nameFinder } from '../name-finder.ts';
import { header, personLabel } from '../person-label.ts';
import { describeAttachments, readableText } from '../readable-text.ts';
import { rewriteLine } from '../rewrite-line.ts';
import type { Section } from '../section.ts';

/** In the place of what somebody says, which may not be empty. */
const UNASKED = '[Nobody speaks to you now. React, of your own accord, to what was said last.]';

/** What the person said that is answered now: the last thing the model reads. */
export const message: Section = {
  id: 'message',
  zone: 'message',
  priority: 99,
  yields: 'never',
  write(scene) {
    const { author, content, attachments, kind } = scene.trigger;
    if (kind === 'chime-in') return [{ text: UNASKED }];
    const words = rewriteLine(content, { isOwn: false, depth: 0 }, scene);
    const text = [readableText(words, nameFinder(scene)), describeAttachments(attachments)].filter(Boolean).join('\n');
    const said = escapeText(text).trim() || '(says nothing)';
    return [
      {
        text: `${header(scene.persona.name, personLabel(author.id))}\n${said}`,
        messageIds: messageIdsOf(scene.trigger),
      },
    ];
  },
};
