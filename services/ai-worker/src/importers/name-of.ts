import { nameOf } from '@tzurot/contracts';
import type { Reader } from './map-fields.ts';
import { text } from './map-fields.ts';

/** A name that somebody can see, of at most so many characters. */
export const name =
  (maxLength: number): Reader =>
  (value, note) => {
    const given = text(maxLength, { trim: true })(
      typeof value === 'string' ? value.replaceAll(/\s+/g, ' ') : value,
      note,
    );
    const read = nameOf(maxLength).safeParse(given);
    return read.success ? read.data : note.ignored('broken');
  };
