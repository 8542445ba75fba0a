type JsonSchema = Record<string, unknown>;

/** Deep enough for any form a person writes, and an end for schemas that contain themselves. */
const MAX_DEPTH = 12;
const MAX_ITEMS = 100;

/**
 * The plainest value that fits a JSON Schema, with `text` in every free string: what a local model gives
 * when it is held to a structure. Formats, patterns and lengths are not looked at.
 */
export function fillSchema(schema: JsonSchema, text: string): unknown {
  return fill(schema, { root: schema, text, depth: 0 });
}

function fill(schema: JsonSchema, place: { root: JsonSchema; text: string; depth: number }): unknown {
  const { root, text, depth } = place;
  if (depth > MAX_DEPTH) return null;
  const inside = (value: unknown) => fill(isSchema(value) ? value : {}, { root, text, depth: depth + 1 });

  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0] ?? null;
  if (typeof schema['$ref'] === 'string') return inside(followRef(root, schema['$ref']));
  for (const choice of ['anyOf', 'oneOf', 'allOf']) {
    const options = schema[choice];
    if (Array.isArray(options) && options.length > 0) return inside(options[0]);
  }

  switch (firstType(schema)) {
    case 'object': {
      const properties = isSchema(schema['properties']) ? schema['properties'] : {};
      const required = Array.isArray(schema['required']) ? schema['required'] : [];
      return Object.fromEntries(required.map((name) => [String(name), inside(properties[String(name)])]));
    }
    case 'array':
      return Array.from({ length: Math.min(MAX_ITEMS, Number(schema['minItems'] ?? 0)) }, () =>
        inside(schema['items']),
      );
    case 'integer':
    case 'number':
      return Number(schema['minimum'] ?? 0);
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return text;
  }
}

function firstType(schema: JsonSchema): unknown {
  const type = schema['type'];
  if (Array.isArray(type)) return type[0];
  return type ?? ('properties' in schema ? 'object' : undefined);
}

function followRef(root: JsonSchema, ref: string): unknown {
  return ref
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => (isSchema(value) ? value[key] : undefined), root);
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
