import { CARD_FIELDS } from '@tzurot/contracts';
import { join, raw, type Statement, sql } from './query.ts';

/**
 * `'field', alias.column` for each field of a card, as `json_build_object` takes them. `tests/schema.test.ts` holds the
 * columns to the contract.
 */
export function cardPairs(alias: string): Statement {
  return join(CARD_FIELDS.map((field) => sql`${raw(`'${field}', ${alias}.${columnOf(field)}`)}`));
}

/** Where Prisma's model maps a field to: the same name in snake case. */
export const columnOf = (field: string): string => field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
