import { z } from 'zod';
import type { FieldReason } from './errors.ts';

/** Everything else is stored as it is, and normalised already. */
const NEEDS_WORK = /[\0]|[^\0-\u02FF]/;
/** NUL has no place in a text of Postgres, and half of a surrogate pair is no character. Discord lets people send both. */
const UNSTORABLE = /[\0\p{Cs}]/gu;
/** U+034F ends a run of marks without changing how it looks. */
const LONG_RUN_OF_MARKS = /[\p{M}--\u034F]{30}(?=[\p{M}--\u034F])/gv;

/**
 * A text as it is stored and compared: without NUL and lone surrogates, in the composed form (NFC).
 * Sorting a run of marks takes the square of its length, seconds for what fits into one field, so long runs are
 * broken first. Source: Unicode Standard Annex 15, "Stream-Safe Text Format".
 */
export function normalizeText(text: string): string {
  if (!NEEDS_WORK.test(text)) return text;
  return text.replace(UNSTORABLE, '').replace(LONG_RUN_OF_MARKS, '$&\u034F').normalize('NFC');
}

/**
 * Every text that a person or another process gives us: normalised first, and checked by what is chained behind it.
 * A string that is no `Text` has an alphabet of its own, such as an id's.
 */
export const Text = z.string().overwrite(normalizeText);

/** Something that leaves a trace on a screen; U+2800 is a symbol that does not. */
const SEEN = /[[\p{L}\p{N}\p{P}\p{S}]--[\p{Default_Ignorable_Code_Point}\u2800]]/v;

/** What somebody or something is called: trimmed, and not made of nothing but blanks and invisible characters. */
export const nameOf = (maxLength: number) =>
  Text.trim()
    .min(1, { abort: true })
    .max(maxLength)
    .regex(SEEN, 'invisible-name' satisfies FieldReason);

/** What Discord has taken already, so that nobody can be asked to shorten it: cut where it does not fit. */
export const heardText = (maxLength: number) => Text.overwrite((text) => cutText(text, maxLength)).max(maxLength);

/** How Discord shows somebody. A name that nobody could see is no reason to leave a person without an answer. */
export const heardName = (maxLength: number) =>
  Text.trim()
    .overwrite((name) => (SEEN.test(name) ? cutText(name, maxLength) : 'Somebody'))
    .max(maxLength);

/** The beginning of a text, without the half of a surrogate pair that a cut may leave. */
function cutText(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : text.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '');
}
