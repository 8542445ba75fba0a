import { say } from '@tzurot/words';
import { button, card, clip, row, text } from './elements.ts';
import { fence } from './fence.ts';
import type { CardView } from './view.ts';

const QUOTE_LENGTH = 3_000;

/**
 * What went wrong and what to do.
 * @param again the custom id of a button that brings back what was typed
 * @param typed what the person wrote, so that it is not lost
 */
export function problem(sentence: string, { again, typed }: { again?: string; typed?: string } = {}): CardView {
  const quote = typed === undefined ? [] : [text(`${say('interface.what-you-wrote')}\n${fence(typed, QUOTE_LENGTH)}`)];
  const retry =
    again === undefined ? [] : [row(button({ id: again, label: say('interface.try-again'), style: 'main' }))];
  return card([text(clip(sentence, 900)), ...quote, ...retry], 'bad');
}
