import { escapeInline, escapeText } from './escape-text.ts';
import { expandMacros } from './expand-macros.ts';
import type { PromptScene } from './prompt-scene.ts';

/** The rules say what it means. */
export const WHOEVER_ASKS = 'the user';

/** A field of the card with its macros filled in. What stands in for a person is escaped, the card's own text is not. */
export function expandCard(text: string, scene: PromptScene): string {
  const { speaker, persona } = scene;
  const isShared = hasOtherAskers(scene);
  return expandMacros(text, {
    char: escapeInline(speaker.name),
    user: isShared ? WHOEVER_ASKS : escapeInline(persona.name),
    persona: isShared ? '' : escapeText(persona.about).trim(),
  }).trim();
}

/** The greeting as the character says it to somebody; empty for a character without one. */
export function writeGreeting(
  { name, greeting }: Pick<PromptScene['speaker'], 'name' | 'greeting'>,
  persona: Pick<PromptScene['persona'], 'name' | 'about'>,
): string {
  return expandMacros(greeting, { char: name, user: persona.name, persona: persona.about }).trim();
}

/**
 * Where several people talk to the character in turns, its card names none of them: with every change of speaker
 * the beginning of the prompt would change, which vendors charge less for as long as it stays.
 */
function hasOtherAskers({ history, trigger }: PromptScene): boolean {
  return history.some(({ personId }) => personId !== null && personId !== trigger.author.id);
}
