import { CharacterCard } from '@tzurot/contracts';
import { join, raw, type Statement, sql } from './query.ts';

type CardField = keyof CharacterCard;

/** The fields of a card; each has a column of `characters`, which `tests/schema.test.ts` holds to the contract. */
const CARD_FIELDS = Object.keys(CharacterCard.shape) as CardField[];

/** `'field', alias.column` for each, as `json_build_object` takes them. */
export function cardPairs(alias: string): Statement {
  return join(CARD_FIELDS.map((field) => sql`${raw(`'${field}', ${alias}.${columnOf(field)}`)}`));
}

/** Where Prisma's model maps a field to: the same name in snake case. */
export const columnOf = (field: string): string => field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
