import { LIMITS } from '@tzurot/contracts';
import { toCharacter } from '../character-card/index.ts';
import { isValues, type Values } from '../document.ts';
import { hashOf } from '../hash-of.ts';
import { defineImporter } from '../importer.ts';
import { emptyReport, type FieldRule, mapFields, text } from '../map-fields.ts';
import { name } from '../name-of.ts';

const long = text(LIMITS.cardField);

/** Source: Pygmalion's gradio interface. */
const FIELDS: readonly FieldRule[] = [
  { from: 'char_name', to: 'name', read: name(LIMITS.characterName) },
  { from: 'char_persona', to: 'description', read: long },
  { from: 'char_greeting', to: 'greeting', read: long },
  { from: 'world_scenario', to: 'scenario', read: long },
  { from: 'example_dialogue', to: 'examples', read: long },
];

export const pygmalion = defineImporter({
  id: 'pygmalion',
  fields: [{ of: 'character', rules: FIELDS }],
  recognise: ({ value }) =>
    isValues(value) && 'char_name' in value && 'char_persona' in value ? { version: '' } : null,
  read(document) {
    const value = document.value as Values;
    const report = emptyReport();
    const key = `pygmalion:${hashOf(...FIELDS.map(({ from }) => value[from] ?? ''))}`;
    return [toCharacter(mapFields(value, FIELDS, report), report, document, key)];
  },
});
