import { escapeInline, escapeText } from './escape-text.ts';
import { expandMacros } from './expand-macros.ts';
import type { PromptScene } from './prompt-scene.ts';

/** A field of the card with its macros filled in. What stands in for a person is escaped, the card's own text is not. */
export function expandCard(text: string, { speaker, persona }: PromptScene): string {
  return expandMacros(text, {
    char: escapeInline(speaker.name),
    user: escapeInline(persona.name),
    persona: escapeText(persona.about).trim(),
  }).trim();
}
