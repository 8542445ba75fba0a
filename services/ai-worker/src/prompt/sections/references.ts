import { compareSnowflakes, type Reference } from '@tzurot/contracts';

import { escapeInline, escapeListItem } from '../escape-text.ts';
import { nameFinder } from '../name-finder.ts';
import { personLabel } from '../person-label.ts';
import type { PromptScene } from '../prompt-scene.ts';
import { describeAttachments, readableText } from '../readable-text.ts';
import type { Section } from '../section.ts';

const MAX_REFERENCE_CHARACTERS = 1_500;

const VERBS: Record<Reference['kind'], string> = { reply: 'a reply to', forward: 'forwards', link: 'links to' };

/** What the message points at. A forward counts as said now, so the epoch does not hide it. */
export const references: Section = {
  id: 'references',
  zone: 'context',
  heading: 'The message points at:',
  priority: 70,
  yields: 'last-pieces',
  write: (scene) =>
    (scene.facts?.references ?? [])
      .filter(({ kind, message }) => kind === 'forward' || isVisible(message.id, scene))
      .toSorted((a, b) => a.depth - b.depth)
      .map((reference) => ({ text: writeReference(reference, scene), messageIds: [reference.message.id] })),
};

function isVisible(messageId: string, { epoch }: PromptScene): boolean {
  return epoch === null || compareSnowflakes(messageId, epoch) >= 0;
}

function writeReference({ kind, depth, message }: Reference, scene: PromptScene): string {
  const { author } = message;
  const isOwn = scene.history.some((line) => line.speaker === 'character' && line.messageIds.includes(message.id));
  const label = author.isBot ? 'character' : personLabel(author.id);
  const name = author.id === scene.trigger.author.id ? scene.persona.name : author.name;
  const who = isOwn ? 'what you said' : `what ${escapeInline(name) || 'somebody'} (${label}) said`;
  const text = [readableText(message.content, nameFinder(scene)), describeAttachments(message.attachments)]
    .filter(Boolean)
    .join('\n');
  const cut = text.length > MAX_REFERENCE_CHARACTERS ? `${text.slice(0, MAX_REFERENCE_CHARACTERS)}…` : text;
  const further = depth > 1 ? ' (through the one before)' : '';
  return `- ${VERBS[kind]} ${who}${further}: ${escapeListItem(cut) || '(no text)'}`;
}
