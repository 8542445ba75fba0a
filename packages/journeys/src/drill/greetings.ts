import { SEED_CHARACTERS } from '@tzurot/api-gateway';
import type { Asked } from './judge.ts';
import { PLACES } from './places.ts';

/** What a greeting is taken to quote: it answers nothing. */
export const GREETING_QUOTE = '(a greeting)';

const greetings = new Set(SEED_CHARACTERS.map(({ greeting }) => greeting.trim()));
const direct = new Set(PLACES.filter(({ channelId }) => channelId === null).map(({ name }) => name));

export const isGreeting = (text: string): boolean => greetings.has(text.trim());

/** In direct messages every character greets once, before its first reply. */
export function greetingsBefore(asked: readonly Asked[]): Asked[] {
  const met = new Set<string>();
  return asked
    .filter(({ place }) => direct.has(place))
    .flatMap((each) =>
      each.characters.flatMap((character): Asked[] => {
        if (met.has(`${each.place} ${character}`)) return [];
        met.add(`${each.place} ${character}`);
        const messageId = (BigInt(each.messageId) - 1n).toString();
        return [{ ...each, messageId, text: GREETING_QUOTE, quote: GREETING_QUOTE, characters: [character] }];
      }),
    );
}
