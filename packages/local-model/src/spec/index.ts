import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse as parseYaml } from 'yaml';
import { amendDescription, type Description } from './amend-description.ts';

export type SpecVendor = 'openai' | 'openrouter';
export type SpecOperation = 'chat' | 'embeddings' | 'models' | 'model' | 'key';

/** The descriptions lie in the folder that TZUROT_SHARED_DIR names; who has none skips what needs them. */
const sharedFolder = process.env['TZUROT_SHARED_DIR'];
const fileNames: Record<SpecVendor, string> = {
  openai: 'openai.openapi.json',
  openrouter: 'openrouter.openapi.yaml',
};

const paths: Record<SpecOperation, { path: string; method: 'get' | 'post' }> = {
  chat: { path: '/chat/completions', method: 'post' },
  embeddings: { path: '/embeddings', method: 'post' },
  models: { path: '/models', method: 'get' },
  model: { path: '/models/{model}', method: 'get' },
  key: { path: '/key', method: 'get' },
};

/** Whether the vendor's own description is here; without it the checks below throw. */
export function hasSpec(vendor: SpecVendor): boolean {
  const file = specFile(vendor);
  return file !== null && existsSync(file);
}

function specFile(vendor: SpecVendor): string | null {
  return sharedFolder === undefined ? null : resolve(sharedFolder, 'specs', fileNames[vendor]);
}

/**
 * What is wrong with a request body, by the vendor's own OpenAPI description.
 * Fields that the description does not name are wrong too, at the top and in each message: a vendor would
 * refuse or ignore them. Ollama and the vendor `local` speak OpenAI's protocol, so check theirs as `openai`.
 * @returns one line per problem; empty when the body fits
 */
export function checkRequest(vendor: SpecVendor, operation: SpecOperation, body: unknown): string[] {
  const { path, method } = paths[operation];
  const pointer = ['paths', path, method, 'requestBody', 'content', 'application/json', 'schema'];
  return check(vendor, pointer, body, { isClosed: true });
}

/**
 * What is wrong with an answer's body, by the vendor's own OpenAPI description.
 * OpenAI describes one error body for all statuses; OpenRouter one for each, and nothing for those it does not give.
 * @returns one line per problem; empty when the body fits
 */
export function checkResponse(vendor: SpecVendor, operation: SpecOperation, status: number, body: unknown): string[] {
  if (status >= 400 && vendor === 'openai') return check(vendor, ['components', 'schemas', 'ErrorResponse'], body);
  const { path, method } = paths[operation];
  return check(
    vendor,
    ['paths', path, method, 'responses', String(status), 'content', 'application/json', 'schema'],
    body,
  );
}

/**
 * What is wrong with one parsed event of a streamed chat completion (`[DONE]` is not one).
 * @returns one line per problem; empty when the event fits
 */
export function checkStreamEvent(vendor: SpecVendor, event: unknown): string[] {
  const name = vendor === 'openai' ? 'CreateChatCompletionStreamResponse' : 'ChatStreamChunk';
  return check(vendor, ['components', 'schemas', name], event);
}

const loaded = new Map<SpecVendor, { ajv: Ajv2020; description: Description }>();
const validators = new Map<string, ValidateFunction>();

function check(vendor: SpecVendor, pointer: string[], value: unknown, { isClosed = false } = {}): string[] {
  const { ajv, description } = load(vendor);
  if (!pointsSomewhere(description, pointer)) return [`${vendor} describes nothing at ${pointer.join(' > ')}`];

  const ref = `${vendor}#/${pointer.map(escapePointer).join('/')}`;
  const name = `${ref} ${isClosed}`;
  const validate =
    validators.get(name) ?? ajv.compile(isClosed ? { $ref: ref, unevaluatedProperties: false } : { $ref: ref });
  validators.set(name, validate);
  if (validate(value)) return [];
  return [...new Set((validate.errors ?? []).map(describeError))];
}

function load(vendor: SpecVendor) {
  const ready = loaded.get(vendor);
  if (ready) return ready;
  const file = specFile(vendor);
  if (file === null || !existsSync(file)) {
    throw new Error(`${vendor}'s description is not here: ask hasSpec('${vendor}') first.`);
  }
  const text = readFileSync(file, 'utf8');
  const description: Description = vendor === 'openai' ? JSON.parse(text) : parseYaml(text, { maxAliasCount: -1 });
  amendDescription(vendor, description);
  // Not strict: descriptions carry keywords and formats of OpenAPI that JSON Schema does not know.
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false, validateSchema: false });
  addFormats.default(ajv);
  ajv.addSchema(description, vendor);
  const entry = { ajv, description };
  loaded.set(vendor, entry);
  return entry;
}

function pointsSomewhere(description: Description, pointer: string[]): boolean {
  let value: unknown = description;
  for (const key of pointer) {
    if (typeof value !== 'object' || value === null || !(key in value)) return false;
    value = (value as Record<string, unknown>)[key];
  }
  return true;
}

/** A `$ref` is a URI whose fragment is a JSON pointer: both escape. */
function escapePointer(key: string): string {
  return encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function describeError(error: NonNullable<ValidateFunction['errors']>[number]): string {
  const field = error.params['unevaluatedProperty'] ?? error.params['additionalProperty'];
  const place = error.instancePath === '' ? 'body' : `body${error.instancePath}`;
  return field === undefined ? `${place} ${error.message}` : `${place} has a field that is not described: ${field}`;
}
