import { parseRows, rowsOf } from '@tzurot/contracts';
import { z } from 'zod';
import type { GatewayContext } from '../../context.ts';
import type { Statement } from '../../database/query.ts';
import { toSnowflake } from '../../database/snowflakes.ts';

/** One part of an opened turn: what is selected for it, and what that is. */
export interface Part<Value> {
  /**
   * An expression over the rows that `index.ts` joins: a scalar, or JSON in which Discord's ids are text, to stay exact.
   * One statement selects all parts, because a round trip costs more than any of them.
   */
  select: Statement | ((ctx: GatewayContext) => Statement);
  /** @throws when the database holds something else than the part's schema says */
  read(selected: unknown, ctx: GatewayContext): Value;
}

interface SchemaPart<Schema extends z.ZodType> extends Pick<Part<unknown>, 'select'> {
  schema: Schema;
}

/** A part whose value is what its schema makes of the selected one. */
export function definePart<Schema extends z.ZodType>({ select, schema }: SchemaPart<Schema>): Part<z.output<Schema>> {
  return { select, read: (selected, ctx) => parseStored(schema, selected, ctx) };
}

/** The same, where more than the schema is needed: a key, or the log. */
export function definePartWith<Schema extends z.ZodType, Value>({
  select,
  schema,
  read,
}: SchemaPart<Schema> & { read: (stored: z.output<Schema>, ctx: GatewayContext) => Value }): Part<Value> {
  return { select, read: (selected, ctx) => read(parseStored(schema, selected, ctx), ctx) };
}

/** @throws when it is something else than the schema says; `storedRows` that do not fit are reported and left out */
export function parseStored<Schema extends z.ZodType>(
  schema: Schema,
  selected: unknown,
  { badRows }: Pick<GatewayContext, 'badRows'>,
): z.output<Schema> {
  const parsed = parseRows(schema, selected);
  if (!parsed.success) throw parsed.error;
  badRows.report(parsed.badRows);
  return parsed.data;
}

/** A Discord id as JSON carries it. */
export const StoredSnowflake = z.string().transform(toSnowflake);
/** A moment as JSON carries it. */
export const StoredTime = z.string().transform((time) => new Date(time).toISOString());
/** A list as JSON aggregates carry it: nothing at all stands for an empty one. */
export const storedList = <Item extends z.ZodType>(item: Item) => orEmpty(z.array(item));
/** The same of rows that are worth something without one another. */
export const storedRows = <Row extends z.ZodType>(table: string, row: Row) => orEmpty(rowsOf(table, row));

const orEmpty = <Item extends z.ZodType>(list: z.ZodArray<Item>) => list.nullable().transform((items) => items ?? []);
