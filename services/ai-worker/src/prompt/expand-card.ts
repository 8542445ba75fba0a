import { snowflakeTimeMs } from '@tzurot/contracts';
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
    char: escapeInline(speaker.nickname || speaker.name),
    user: isShared ? WHOEVER_ASKS : escapeInline(persona.name),
    persona: isShared ? '' : escapeText(persona.about).trim(),
  }).trim();
}

type Greeter = Pick<PromptScene['speaker'], 'name' | 'nickname' | 'greeting' | 'alternateGreetings'>;

/**
 * The greeting as the character says it to somebody; empty for a character without one. Of several, what asked for it
 * decides which, so that every attempt at a turn says the same.
 */
export function writeGreeting(
  { name, nickname, greeting, alternateGreetings }: Greeter,
  persona: Pick<PromptScene['persona'], 'name' | 'about'>,
  triggerId: string,
): string {
  const greetings = [greeting, ...alternateGreetings].filter((text) => text.trim() !== '');
  const one = greetings[snowflakeTimeMs(triggerId) % Math.max(1, greetings.length)] ?? '';
  return expandMacros(one, { char: nickname || name, user: persona.name, persona: persona.about }).trim();
}

/**
 * Where several people talk to the character in turns, its card names none of them: with every change of speaker
 * the beginning of the prompt would change, which vendors charge less for as long as it stays.
 */
function hasOtherAskers({ history, trigger }: PromptScene): boolean {
  return history.some(({ personId }) => personId !== null && personId !== trigger.author.id);
}
