/** An OpenAPI document, as far as it is touched here. */
export type Description = { paths: Record<string, unknown>; components: { schemas: Record<string, Schema> } };
type Schema = Record<string, unknown>;

/**
 * Makes a vendor's description say what the vendor does, where it is known to be wrong, and closes its
 * messages, so that an unknown field in one is found. Changes `description`.
 * @throws Error when a place to amend is gone: the description is then newer than this file
 */
export function amendDescription(vendor: 'openai' | 'openrouter', description: Description): void {
  const { schemas } = description.components;
  if (vendor === 'openai') {
    replaceNullable(description);
    // `encoding_format: base64` gives a string (API reference, "Create embeddings"); described is the array only.
    const embedding = propertiesOf(schemas, 'Embedding');
    embedding['embedding'] = { anyOf: [embedding['embedding'], { type: 'string' }] };
    closeMembers(schemas, 'ChatCompletionRequestMessage');
    return;
  }
  // Listed in the description's own `Parameter`, as things a model may support, but missing among the request's fields.
  const request = propertiesOf(schemas, 'ChatRequest');
  const parameters = schemas['Parameter']?.['enum'];
  if (!Array.isArray(parameters)) throw new Error('openrouter: the description has no Parameter.enum any more.');
  for (const name of parameters) request[String(name)] ??= {};
  closeMembers(schemas, 'ChatMessages');
}

/** Each alternative by itself: beside an open one, a closed one would be moot. */
function closeMembers(schemas: Record<string, Schema>, name: string): void {
  const members = schemas[name]?.['oneOf'];
  if (!Array.isArray(members)) throw new Error(`The description has no ${name}.oneOf any more.`);
  schemas[name] = { oneOf: members.map((member: Schema) => ({ ...member, unevaluatedProperties: false })) };
}

function propertiesOf(schemas: Record<string, Schema>, name: string): Schema {
  const properties = schemas[name]?.['properties'];
  if (typeof properties !== 'object' || properties === null)
    throw new Error(`The description has no ${name} any more.`);
  return properties as Schema;
}

/** `nullable` is OpenAPI 3.0's word; in 3.1, which these documents claim to be, it means nothing. */
function replaceNullable(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    replaceNullable(child);
    if (typeof child === 'object' && child !== null && 'nullable' in child && child.nullable === true) {
      const { nullable: _nullable, ...schema } = child as Schema;
      (value as Record<string, unknown>)[key] = { anyOf: [schema, { type: 'null' }] };
    }
  }
}
