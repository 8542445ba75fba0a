import { z } from 'zod';

type Bare<Schema> = Schema extends z.ZodDefault<infer Inner> ? Inner : Schema;
type PatchShape<Shape extends z.core.$ZodShape> = {
  -readonly [Key in keyof Shape]: Bare<Shape[Key]> extends infer Inner extends z.core.SomeType
    ? z.ZodOptional<Inner>
    : never;
};

/** The same fields, each of which may be absent and then stays absent: unlike `partial()`, no default fills it in. */
export function patchOf<Shape extends z.core.$ZodShape>(shape: Shape): z.ZodObject<PatchShape<Shape>> {
  const fields = Object.entries(shape).map(([key, schema]) => [
    key,
    z.optional(schema instanceof z.ZodDefault ? schema.unwrap() : schema),
  ]);
  return z.object(Object.fromEntries(fields) as PatchShape<Shape>);
}
