import { LRUCache } from 'lru-cache';

/** Enough for the conversations of an hour; longer texts are seldom the same twice. */
const MAX_KNOWN = 16_000;
const LONGEST_KNOWN_CHARACTERS = 2_000;

/** The same function of a text, which looks up what it gave before: the lines of a conversation are the same in every turn. */
export function rememberTexts<Value extends {}>(work: (text: string) => Value): (text: string) => Value {
  const known = new LRUCache<string, Value>({ max: MAX_KNOWN });
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const value = work(text);
    if (text.length <= LONGEST_KNOWN_CHARACTERS) known.set(text, value);
    return value;
  };
}
