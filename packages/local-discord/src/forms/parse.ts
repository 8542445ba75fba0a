import type { z } from 'zod';
import { type FieldProblem, formError } from '../errors.ts';

/**
 * The value a schema makes of a request body.
 * @throws ApiError 50035 that names every field that is wrong, in Discord's words
 */
export function parseForm<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw formError(...parsed.error.issues.flatMap(toProblems));
}

/** How a schema says something in Discord's own words: `ctx.addIssue(problem('CODE', 'Sentence.', path))`. */
export function problem(
  code: string,
  message: string,
  path: (string | number)[] = [],
): { code: 'custom'; message: string; path: (string | number)[]; params: { discordCode: string } } {
  return { code: 'custom', message, path, params: { discordCode: code } };
}

function toProblems(issue: z.core.$ZodIssue): FieldProblem[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  if (issue.code === 'invalid_union') return unionProblems(issue, path);
  return [{ path, ...describe(issue) }];
}

function depth(problems: readonly FieldProblem[]): number {
  return Math.max(0, ...problems.map(({ path }) => path.length));
}

/** A union that fails is explained by the branch that came closest, which is the one that fails deepest. */
function unionProblems(issue: z.core.$ZodIssueInvalidUnion, path: (string | number)[]): FieldProblem[] {
  const branches = issue.errors.map((branch) =>
    branch.flatMap((inner) => toProblems({ ...inner, path: [...path, ...inner.path] })),
  );
  const best = branches.toSorted((a, b) => depth(b) - depth(a))[0];
  if (best && best.length > 0) return best;
  return [{ path, code: 'UNION_TYPE_CHOICES', message: 'Value matches none of the allowed forms.' }];
}

const wrongType: Readonly<Record<string, readonly [code: string, message: string]>> = {
  string: ['STRING_TYPE_CONVERT', 'Could not interpret the value as string.'],
  number: ['NUMBER_TYPE_COERCE', 'Value is not a number.'],
  int: ['NUMBER_TYPE_COERCE', 'Value is not int.'],
  boolean: ['BOOLEAN_TYPE_CONVERT', 'Must be either true or false.'],
  array: ['LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType'],
  object: ['DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType'],
  record: ['DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType'],
};

function describe(issue: z.core.$ZodIssue): { code: string; message: string } {
  switch (issue.code) {
    case 'invalid_type': {
      if (issue.input === undefined) return { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' };
      const [code, message] = wrongType[issue.expected] ?? ['BASE_TYPE_BAD_TYPE', `Expected ${issue.expected}.`];
      return { code, message };
    }
    case 'too_big':
      if (issue.origin === 'number' || issue.origin === 'int') {
        return { code: 'NUMBER_TYPE_MAX', message: `int value should be less than or equal to ${issue.maximum}.` };
      }
      return { code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${issue.maximum} or fewer in length.` };
    case 'too_small':
      if (issue.origin === 'number' || issue.origin === 'int') {
        return { code: 'NUMBER_TYPE_MIN', message: `int value should be greater than or equal to ${issue.minimum}.` };
      }
      if (issue.input === '' && issue.minimum === 1) {
        return { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' };
      }
      return { code: 'BASE_TYPE_MIN_LENGTH', message: `Must be ${issue.minimum} or more in length.` };
    case 'invalid_value':
      if (issue.input === undefined) return { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' };
      return { code: 'BASE_TYPE_CHOICES', message: `Value must be one of {${issue.values.map(String).join(', ')}}.` };
    case 'invalid_format':
      return { code: 'STRING_TYPE_REGEX', message: 'String value did not match validation regex.' };
    case 'custom': {
      const code: unknown = issue.params?.['discordCode'];
      return { code: typeof code === 'string' ? code : 'BASE_TYPE_BAD_VALUE', message: issue.message };
    }
    case 'invalid_element':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return { code: 'BASE_TYPE_BAD_VALUE', message: issue.message };
  }
}
