import * as fc from 'fast-check';
import { z } from 'zod';

/** Values that exist, so that generated calls come further than "not found". */
export interface Known {
  uuids: readonly string[];
  snowflakes: readonly string[];
}

/** What has broken others: what cannot be seen, stored, counted or sorted in time. */
const HOSTILE_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\u0000name\u0000',
  '\uD83D',
  'half \uDE00 of a pair',
  '\u200B',
  '\u3164',
  '\u2800',
  '\u{E0041}',
  '\uFFFF',
  '%00',
  "'; DROP TABLE users; --",
  '{{persona}}',
  '-',
  '__proto__',
  '\u0958'.repeat(4_000),
  `a${'\u0300'.repeat(2_000)}${'\u0316'.repeat(2_000)}`,
  'x'.repeat(100_000),
  '🙂'.repeat(40_000),
];

const HOSTILE_NUMBERS = [
  -1,
  0,
  1,
  0.5,
  32_767,
  32_768,
  2_147_483_647,
  2_147_483_648,
  3e9,
  Number.MAX_SAFE_INTEGER,
  2 ** 63,
  1e300,
  -1e300,
  5e-324,
];

const hostileText = fc.constantFrom(...HOSTILE_TEXTS);
const anyText = fc.oneof(hostileText, fc.string({ unit: 'grapheme', maxLength: 90 }), fc.string({ unit: 'binary' }));
const hostileNumber = fc.constantFrom(...HOSTILE_NUMBERS);
const moments = [
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  '2026-12-01T00:00:00.5Z',
];

/** Inputs of a schema: mostly such as its types allow, at the edges of what is allowed and just beyond. */
export function arbitraryOf(schema: z.core.$ZodType, known: Known): fc.Arbitrary<unknown> {
  const inner = (part: z.core.$ZodType) => arbitraryOf(part, known);
  if (schema instanceof z.ZodDefault) return fc.option(inner(schema.unwrap()), { nil: undefined, freq: 4 });
  if (schema instanceof z.ZodOptional) return fc.option(inner(schema.unwrap()), { nil: undefined, freq: 4 });
  if (schema instanceof z.ZodNullable) return fc.option(inner(schema.unwrap()), { nil: null, freq: 4 });
  if (schema instanceof z.ZodCatch) return inner(schema.unwrap());
  if (schema instanceof z.ZodPipe) return inner(schema.in);
  if (schema instanceof z.ZodObject) return fieldsOf(schema, inner);
  if (schema instanceof z.ZodArray) return listOf(schema, inner);
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map(inner));
  if (schema instanceof z.ZodRecord)
    return fc.dictionary(textOf(schema.keyType), inner(schema.valueType), { maxKeys: 3 });
  if (schema instanceof z.ZodEnum)
    return fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...schema.options) }, hostileText);
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodBoolean) return fc.oneof({ weight: 9, arbitrary: fc.boolean() }, hostileText);
  if (schema instanceof z.ZodNumber) return numberOf(schema);
  if (schema instanceof z.ZodUUID)
    return fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...known.uuids) }, fc.uuid(), hostileText);
  if (schema instanceof z.ZodISODateTime)
    return fc.oneof(fc.constantFrom(...moments), fc.constant(new Date().toISOString()));
  if (schema instanceof z.ZodURL) return fc.oneof(fc.webUrl({ withQueryParameters: true }), hostileText);
  if (schema instanceof z.ZodString) return stringOf(schema, known);
  return fc.jsonValue();
}

/** What zod has gathered of a schema's checks. */
function boundsOf({ _zod: internals }: z.core.$ZodType) {
  return internals.bag as { minimum?: number; maximum?: number; patterns?: Set<RegExp> };
}

function fieldsOf(schema: z.ZodObject, inner: (part: z.core.$ZodType) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const fields = Object.entries(schema.shape).map(([name, field]) => [name, inner(field)] as const);
  return fc.record(Object.fromEntries(fields));
}

function listOf(schema: z.ZodArray, inner: (part: z.core.$ZodType) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const { minimum = 0 } = boundsOf(schema);
  return fc.array(inner(schema.element), { minLength: minimum, maxLength: minimum + 2 });
}

function numberOf(schema: z.ZodNumber): fc.Arbitrary<unknown> {
  const { minimum = -10, maximum = Number.MAX_SAFE_INTEGER } = boundsOf(schema);
  const edges = fc.constantFrom(minimum, maximum, minimum - 1, maximum + 1);
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.integer({
        min: Math.ceil(Math.max(minimum, -(2 ** 31))),
        max: Math.floor(Math.min(maximum, 2 ** 31 - 1)),
      }),
    },
    { weight: 2, arbitrary: edges },
    hostileNumber,
  );
}

/** A string with an alphabet of its own: made after its pattern, where one of it can be. */
function stringOf(schema: z.ZodString, { snowflakes }: Known): fc.Arbitrary<unknown> {
  const { patterns } = boundsOf(schema);
  const made = [...(patterns ?? [])].flatMap((pattern) => (pattern.flags === '' ? fc.stringMatching(pattern) : []));
  const [pattern] = made;
  if (pattern === undefined) return anyText;
  const ids = snowflakes.filter((id) => [...(patterns ?? [])].every((each) => each.test(id)));
  return ids.length > 0
    ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ids) }, { weight: 2, arbitrary: pattern }, hostileText)
    : fc.oneof({ weight: 4, arbitrary: pattern }, hostileText);
}

const textOf = (_schema: unknown): fc.Arbitrary<string> => anyText;
