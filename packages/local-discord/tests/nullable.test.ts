import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { routes } from '../src/rest/routes.ts';
import { hasOpenApi, openApiFile } from './support/spec.ts';

type Schema = Readonly<Record<string, unknown>>;

interface Document {
  readonly paths: Record<string, Record<string, { requestBody?: { content?: Record<string, { schema: Schema }> } }>>;
  readonly components: { readonly schemas: Record<string, Schema> };
}

/** A property that may be null, in a body that has what else is required around it. */
interface Case {
  readonly path: string;
  readonly body: unknown;
  /** The same body without it. */
  readonly without: unknown;
}

/** Deeper than any property of a request that is not the same again. */
const DEEPEST = 7;

const typesOf = (schema: Schema): unknown[] => [schema['type']].flat();
const isNull = (schema: Schema) => schema['type'] === 'null';

function createWalker({ components }: Document) {
  const resolve = (schema: Schema): Schema => {
    const name = typeof schema['$ref'] === 'string' ? (schema['$ref'].split('/').at(-1) ?? '') : '';
    return name === '' ? schema : resolve(components.schemas[name] ?? {});
  };
  const branches = (schema: Schema): Schema[] =>
    ['oneOf', 'anyOf', 'allOf']
      .flatMap((key) => (Array.isArray(schema[key]) ? (schema[key] as Schema[]) : []))
      .map(resolve);
  const isNullable = (given: Schema) => {
    const schema = resolve(given);
    return typesOf(schema).includes('null') || branches(schema).some(isNull);
  };

  /** Something small that fits. */
  function sample(given: Schema, depth = 0): unknown {
    const schema = resolve(given);
    if (schema['const'] !== undefined) return schema['const'];
    if (Array.isArray(schema['enum'])) return schema['enum'][0];
    const [branch] = branches(schema).filter((each) => !isNull(each));
    if (branch && depth < DEEPEST) return sample(branch, depth + 1);
    const [type] = typesOf(schema).filter((each) => each !== 'null');
    if (schema['format'] === 'snowflake') return '1457706950983680000';
    if (type === 'object') return objectOf(schema, depth);
    if (type === 'array') {
      const count = depth < DEEPEST ? Number(schema['minItems'] ?? 0) : 0;
      return Array.from({ length: count }, () => sample(schema['items'] as Schema, depth + 1));
    }
    if (type === 'string') return schema['format'] === 'uri' ? 'https://example.com' : 'text';
    if (type === 'boolean') return true;
    return Number(schema['minimum'] ?? 1);
  }

  function objectOf(schema: Schema, depth: number): Record<string, unknown> {
    const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
    const required = (schema['required'] ?? []) as string[];
    return Object.fromEntries(required.map((key) => [key, sample(properties[key] ?? {}, depth + 1)]));
  }

  /** Every nullable property below, with a body around it. */
  function* cases(given: Schema, wrap: (value: unknown) => unknown, path: string, depth = 0): Generator<Case> {
    if (depth > DEEPEST) return;
    const schema = resolve(given);
    for (const branch of branches(schema)) if (!isNull(branch)) yield* cases(branch, wrap, path, depth + 1);
    if (typesOf(schema).includes('array')) {
      yield* cases((schema['items'] ?? {}) as Schema, (value) => wrap([value]), `${path}[]`, depth + 1);
    }
    const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
    const around = objectOf(schema, 0);
    for (const [key, property] of Object.entries(properties)) {
      const at = `${path}.${key}`;
      if (isNullable(property))
        yield { path: at, body: wrap({ ...around, [key]: null }), without: wrap(omit(around, key)) };
      yield* cases(property, (value) => wrap({ ...around, [key]: value }), at, depth + 1);
    }
  }

  return cases;
}

function omit(object: Record<string, unknown>, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([each]) => each !== key));
}

describe.skipIf(!hasOpenApi)('null in a request (needs TZUROT_SHARED_DIR)', () => {
  it("is taken like absence wherever Discord's description allows it", () => {
    const document = JSON.parse(readFileSync(openApiFile, 'utf8')) as Document;
    const cases = createWalker(document);
    const refused: string[] = [];
    let looked = 0;

    for (const { method, path, bodySchema } of routes) {
      const schema = document.paths[path]?.[method.toLowerCase()]?.requestBody?.content?.['application/json']?.schema;
      if (!bodySchema || !schema) continue;
      for (const each of cases(schema, (value) => value, '')) {
        looked += 1;
        const refusesAbsence = !bodySchema.safeParse(each.without).success;
        if (!refusesAbsence && !bodySchema.safeParse(each.body).success) refused.push(`${method} ${path} ${each.path}`);
      }
    }

    expect(looked).toBeGreaterThan(250);
    expect(refused).toEqual([]);
  });
});
