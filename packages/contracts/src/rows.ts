import { z } from 'zod';

/** Which arrays hold rows of a table, and of which. */
const tables = z.registry<{ table: string }>();

/**
 * Rows of the database, each worth something without the others. `parseRows` leaves out one that does not fit,
 * where `parse` would lose them all.
 */
export function rowsOf<Row extends z.ZodType>(table: string, row: Row): z.ZodArray<Row> {
  return z.array(row).register(tables, { table });
}

/** A row that was left out because its values do not fit. */
export const BadRow = z.object({
  table: z.string(),
  /** Its own id, or of what it belongs to; empty when it has none. */
  id: z.string(),
  /** What is wrong, without the value. */
  problem: z.string(),
});
export type BadRow = z.infer<typeof BadRow>;

type ParsedRows<Schema extends z.ZodType> =
  | { success: true; data: z.output<Schema>; badRows: BadRow[] }
  | { success: false; error: z.ZodError };

/** Like `safeParse`, but rows that do not fit are left out, wherever in the value they stand. */
export function parseRows<Schema extends z.ZodType>(schema: Schema, value: unknown): ParsedRows<Schema> {
  const badRows: BadRow[] = [];
  for (let rest = value; ; ) {
    const parsed = schema.safeParse(rest);
    if (parsed.success) return { success: true, data: parsed.data, badRows };
    const found = new Map<string, FoundRow>();
    for (const issue of parsed.error.issues) {
      const row = findRow(schema, issue.path);
      if (row === null) return { success: false, error: parsed.error };
      found.set(row.path.join('/'), { ...row, problem: describe(issue, row.path.length) });
    }
    badRows.push(...[...found.values()].map((row) => toBadRow(row, rest)));
    rest = without(
      rest,
      [...found.values()].map(({ path }) => path),
    );
  }
}

type Path = readonly PropertyKey[];

interface FoundRow {
  table: string;
  /** To the row, from the whole value. */
  path: Path;
  problem: string;
}

/** The innermost row that a path leads into. */
function findRow(schema: z.core.$ZodType, path: Path): Omit<FoundRow, 'problem'> | null {
  const [key, ...further] = path;
  if (key === undefined) return null;
  for (const inner of insidesOf(schema)) {
    if (inner instanceof z.ZodArray) {
      const nested = findRow(inner.element, further);
      if (nested !== null) return { ...nested, path: [key, ...nested.path] };
      const table = tables.get(inner)?.table;
      if (table !== undefined) return { table, path: [key] };
    } else if (inner instanceof z.ZodObject) {
      const field: z.core.$ZodType | undefined = inner.shape[String(key)];
      const nested = field && findRow(field, further);
      if (nested) return { ...nested, path: [key, ...nested.path] };
    }
  }
  return null;
}

/** Arrays and objects that a schema stands for, without what is wrapped around them. */
function insidesOf(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodUnion || schema instanceof z.ZodDiscriminatedUnion)
    return schema.options.flatMap(insidesOf);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return insidesOf(schema.unwrap());
  }
  if (schema instanceof z.ZodPipe) return insidesOf(schema.in);
  return [schema];
}

function describe(issue: z.core.$ZodIssue, from: number): string {
  const field = z.core.toDotPath(issue.path.slice(from));
  return field === '' ? issue.message : `${field}: ${issue.message}`;
}

function toBadRow({ table, path, problem }: FoundRow, whole: unknown): BadRow {
  const row = path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)[key], whole);
  const named = typeof row === 'object' && row !== null ? (row as Record<string, unknown>) : { id: row };
  const id = named['id'] ?? named['characterId'] ?? named['channelId'] ?? named['exchangeId'] ?? '';
  return { table, id: typeof id === 'string' ? id : JSON.stringify(id), problem };
}

/** A copy of what the paths lead through, without what they lead to. */
function without(value: unknown, paths: readonly Path[]): unknown {
  const gone = new Set(paths.filter((path) => path.length === 1).map(([key]) => key));
  const copyAt = (part: unknown, key: PropertyKey) => {
    const inside = paths.filter((path) => path.length > 1 && path[0] === key).map((path) => path.slice(1));
    return inside.length === 0 ? part : without(part, inside);
  };
  if (Array.isArray(value)) {
    return value.map((part, index) => copyAt(part, index)).filter((_part, index) => !gone.has(index));
  }
  return Object.fromEntries(Object.entries(value as object).map(([key, part]) => [key, copyAt(part, key)]));
}
