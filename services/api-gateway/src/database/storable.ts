/**
 * Text as Postgres can hold it: NUL has no place in its text, and half of a surrogate pair is no character.
 * Discord lets people send both.
 */
export function storableText(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}

/** The same for a text that a patch may leave out; null is what `coalesce` passes over. */
export function storablePatch(text: string | undefined): string | null {
  return text === undefined ? null : storableText(text);
}

/** The same for every text inside a value, which then goes into a JSONB column. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? storableText(part) : part));
}
