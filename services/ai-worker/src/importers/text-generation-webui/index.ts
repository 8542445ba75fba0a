import { LIMITS } from '@tzurot/contracts';
import { toCharacter } from '../character-card/index.ts';
import { isValues, type Values } from '../document.ts';
import { hashOf } from '../hash-of.ts';
import { defineImporter } from '../importer.ts';
import { emptyReport, type FieldRule, mapFields, text } from '../map-fields.ts';
import { name } from '../name-of.ts';

const FIELDS: readonly FieldRule[] = [
  { from: 'name', to: 'name', read: name(LIMITS.characterName) },
  { from: 'context', to: 'description', read: text(LIMITS.cardField) },
  { from: 'greeting', to: 'greeting', read: text(LIMITS.cardField) },
  { from: 'example_dialogue', to: 'examples', read: text(LIMITS.cardField) },
];

/** Characters of text-generation-webui, in YAML or JSON. */
export const textGenerationWebui = defineImporter({
  id: 'text-generation-webui',
  fields: [{ of: 'character', rules: FIELDS }],
  recognise: ({ value }) => (isValues(value) && 'name' in value && 'context' in value ? { version: '' } : null),
  read(document) {
    const value = document.value as Values;
    const report = emptyReport();
    const key = `text-generation-webui:${hashOf(...FIELDS.map(({ from }) => value[from] ?? ''))}`;
    return [toCharacter(mapFields(value, FIELDS, report), report, document, key)];
  },
});
