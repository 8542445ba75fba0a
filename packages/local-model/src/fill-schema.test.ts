import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { fillSchema } from './fill-schema.ts';

it('gives a value that fits the schema, with the text in its free strings', () => {
  const schema = {
    type: 'object',
    required: ['facts', 'kind', 'score', 'ok', 'more', 'version', 'mood'],
    additionalProperties: false,
    properties: {
      facts: { type: 'array', minItems: 2, items: { $ref: '#/$defs/fact' } },
      kind: { enum: ['a', 'b'] },
      score: { type: 'number', minimum: 3 },
      ok: { type: 'boolean' },
      more: { anyOf: [{ type: 'null' }, { type: 'string' }] },
      version: { const: 7 },
      mood: { type: ['string', 'null'] },
    },
    $defs: { fact: { type: 'object', required: ['text'], properties: { text: { type: 'string' } } } },
  };

  const value = fillSchema(schema, 'hello');

  expect(new Ajv2020().validate(schema, value)).toBe(true);
  expect(value).toMatchObject({ facts: [{ text: 'hello' }, { text: 'hello' }], mood: 'hello' });
});

it('comes to an end with a schema that contains itself', () => {
  const schema = { type: 'object', required: ['next'], properties: { next: { $ref: '#' } } };

  expect(JSON.stringify(fillSchema(schema, 'x'))).toContain('null');
});
