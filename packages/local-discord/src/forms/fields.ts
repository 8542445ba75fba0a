import { z } from 'zod';
import { problem } from './parse.ts';

/** An id as text, or as a number small enough to be exact; given back as text. */
export const snowflake = z.union([z.string(), z.int()]).transform((value, ctx) => {
  const text = String(value);
  if (/^\d{1,20}$/.test(text)) return text;
  ctx.addIssue(problem('NUMBER_TYPE_COERCE', `Value "${text}" is not snowflake.`));
  return z.NEVER;
});

/** Text without spaces around it, as Discord keeps it. */
export const trimmed = (min: number, max: number) => z.string().trim().min(min).max(max);

/** Permission bits, written as a decimal string (or a number, as old clients do). */
export const permissionBits = z
  .union([z.string().regex(/^\d{1,20}$/), z.int().nonnegative()])
  .transform((value) => BigInt(value));

/** An address Discord may show; `attachment://` names a file of the same message. */
export function url(maxLength: number, schemes: readonly string[] = ['http', 'https']) {
  return z
    .string()
    .max(maxLength)
    .superRefine((value, ctx) => {
      let parsed: URL;
      try {
        parsed = new URL(value);
      } catch {
        ctx.addIssue(problem('URL_TYPE_INVALID_URL', 'Not a well formed URL.'));
        return;
      }
      const scheme = parsed.protocol.slice(0, -1);
      if (!schemes.includes(scheme)) {
        const known = schemes.map((each) => `'${each}'`).join(', ');
        ctx.addIssue(problem('URL_TYPE_INVALID_SCHEME', `Scheme "${scheme}" must be one of (${known}).`));
      }
    });
}

/** A moment as ISO 8601. */
export const timestamp = z.string().superRefine((value, ctx) => {
  if (Number.isNaN(Date.parse(value))) {
    ctx.addIssue(problem('DATE_TIME_TYPE_PARSE', `Could not parse ${value}. Should be ISO8601.`));
  }
});

/** A picture as `data:image/png;base64,…`. */
export const imageData = z.string().superRefine((value, ctx) => {
  if (!/^data:image\/(png|jpe?g|gif|webp|avif);base64,[A-Za-z0-9+/]+=*$/.test(value)) {
    ctx.addIssue(problem('IMAGE_INVALID', 'Invalid image data'));
  }
});

/** A number in a query string. */
export const queryInt = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** Values of one key in a query string: none, one, or many. */
export const queryList = <Value extends z.ZodType>(value: Value, max: number) =>
  z.preprocess((given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]), z.array(value).max(max));

/** A flag in a query string. */
export const queryFlag = z
  .enum(['true', 'false', '1', '0', 'True', 'False'])
  .transform((value) => /^(true|1)$/i.test(value));

/** What may be left out; Discord takes null as the same. */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined);

/** What has this value when it is left out or null. */
export const withDefault = <Schema extends z.ZodType>(schema: Schema, value: z.output<Schema>) =>
  schema.nullish().transform((given) => given ?? value);
