import { errors } from './errors.ts';
import { fields } from './fields.ts';
import { nouns } from './nouns.ts';

/** Every sentence in English. Another language is a folder like this one with the same keys. */
export const english = { ...errors, ...fields, ...nouns } as const;
