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
  return { select, read: (selected) => schema.parse(selected) };
}

/** The same, where more than the schema is needed: a key, or the log. */
export function definePartWith<Schema extends z.ZodType, Value>({
  select,
  schema,
  read,
}: SchemaPart<Schema> & { read: (stored: z.output<Schema>, ctx: GatewayContext) => Value }): Part<Value> {
  return { select, read: (selected, ctx) => read(schema.parse(selected), ctx) };
}

/** A Discord id as JSON carries it. */
export const StoredSnowflake = z.string().transform(toSnowflake);
/** A moment as JSON carries it. */
export const StoredTime = z.string().transform((time) => new Date(time).toISOString());
/** A list as JSON aggregates carry it: nothing at all stands for an empty one. */
export const storedList = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullable()
    .transform((items) => items ?? []);
