import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { keysDiscordTakesToo } from './exceptions.ts';

/** Discord's own OpenAPI description of its API, as a set of checks. */
export interface Description {
  /** The schema of a JSON request body; undefined when the operation has none or is not described. */
  requestBody(method: string, path: string): Check | undefined;
  /** The schema of an answer with this status. */
  answer(method: string, path: string, status: number): Check | undefined;
  /** A schema by its name. */
  named(name: string): Check;
  describes(method: string, path: string): boolean;
  /** Whether the operation takes files and no JSON, which is then not described either. */
  takesOnlyFiles(method: string, path: string): boolean;
}

/** @returns what is wrong, one sentence each; empty when all is well */
export type Check = (value: unknown) => string[];

interface Operation {
  readonly requestBody?: { readonly content?: Record<string, unknown> };
  readonly responses?: Record<string, { readonly content?: Record<string, unknown> }>;
}

interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, JsonSchema> };
}

type JsonSchema = Record<string, unknown>;

/**
 * Reads the description.
 * @param closed forbids keys that the description does not know, except those Discord is known to take as well; this
 *   finds every misspelt key. The file itself is not touched.
 */
export function readDescription(path: string, closed: boolean): Description {
  const document = JSON.parse(readFileSync(path, 'utf8')) as Document;
  if (closed) closeSchemas(document);

  const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true });
  addFormats.default(ajv);
  ajv.addFormat('snowflake', /^\d{1,20}$/);
  ajv.addFormat('nonce', /^.{0,25}$/s);
  ajv.addSchema(document, 'discord');
  const compiled = new Map<string, Check>();

  function at(...pointer: string[]): Check {
    const reference = `discord#/${pointer.map(escapePointer).join('/')}`;
    const existing = compiled.get(reference);
    if (existing) return existing;
    const validate = ajv.getSchema(reference);
    if (!validate) throw new Error(`the description has nothing at ${reference}`);
    const check: Check = (value) => (validate(value) === true ? [] : explain(validate));
    compiled.set(reference, check);
    return check;
  }

  const operation = (method: string, path_: string): Operation | undefined =>
    document.paths[path_]?.[method.toLowerCase()];

  return {
    describes: (method, path_) => operation(method, path_) !== undefined,
    takesOnlyFiles(method, path_) {
      const content = operation(method, path_)?.requestBody?.content ?? {};
      return 'multipart/form-data' in content && !('application/json' in content);
    },
    named: (name) => at('components', 'schemas', name),
    requestBody(method, path_) {
      const json = operation(method, path_)?.requestBody?.content?.['application/json'];
      return json === undefined
        ? undefined
        : at('paths', path_, method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema');
    },
    answer(method, path_, status) {
      const responses = operation(method, path_)?.responses;
      const key = [String(status), `${String(status)[0]}XX`].find(
        (each) => responses?.[each]?.content?.['application/json'],
      );
      return key === undefined
        ? undefined
        : at('paths', path_, method.toLowerCase(), 'responses', key, 'content', 'application/json', 'schema');
    },
  };
}

/** Forbids unknown keys in every object schema that lists its keys. */
function closeSchemas(document: Document): void {
  for (const [name, keys] of Object.entries(keysDiscordTakesToo)) {
    const properties = document.components.schemas[name]?.['properties'] as JsonSchema | undefined;
    if (!properties) throw new Error(`the description has no schema ${name} any more: see exceptions.ts`);
    for (const key of keys) properties[key] ??= {};
  }
  const parts = new Set<unknown>();
  // Only named schemas are looked through: the multipart bodies of operations are compositions that nothing here checks.
  findParts(document, document.components, parts);
  close(document, parts);
}

/** Members of an `allOf` of several say only their own part; closed, they would forbid one another's keys. */
function findParts(document: Document, node: unknown, parts: Set<unknown>): void {
  if (Array.isArray(node)) return node.forEach((each) => findParts(document, each, parts));
  if (typeof node !== 'object' || node === null) return;
  const { allOf } = node as { allOf?: readonly { $ref?: string }[] };
  if (allOf && allOf.length > 1) {
    for (const member of allOf) {
      const name = member.$ref?.split('/').at(-1);
      parts.add(name === undefined ? member : document.components.schemas[name]);
    }
  }
  for (const value of Object.values(node)) findParts(document, value, parts);
}

function close(node: unknown, parts: ReadonlySet<unknown>): void {
  if (Array.isArray(node)) return node.forEach((each) => close(each, parts));
  if (typeof node !== 'object' || node === null) return;
  const schema = node as JsonSchema;
  if (schema['properties'] !== undefined && schema['additionalProperties'] === undefined && !parts.has(schema)) {
    schema['additionalProperties'] = false;
  }
  for (const value of Object.values(schema)) close(value, parts);
}

/** A pointer inside a URI fragment: slashes and tildes escaped, then everything a URI may not hold. */
function escapePointer(segment: string): string {
  return encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function explain({ errors }: ValidateFunction): string[] {
  return (errors ?? []).map(({ instancePath, message, params }) => {
    const key = (params as { additionalProperty?: string }).additionalProperty;
    return `${instancePath || '/'} ${message ?? 'is wrong'}${key === undefined ? '' : ` (${key})`}`;
  });
}
