import { LIMITS, MAX_TAGS } from '@tzurot/contracts';
import { toCharacter } from '../character-card/index.ts';
import { isValues, type Values } from '../document.ts';
import { defineImporter } from '../importer.ts';
import { asText, emptyReport, type FieldRule, mapFields, text, texts } from '../map-fields.ts';
import { name } from '../name-of.ts';

const long = text(LIMITS.cardField);

/** Names of the fields in which Character.AI's own interface gives a character to its maker. */
const FIELDS: readonly FieldRule[] = [
  { from: 'participant__name', to: 'name', read: name(LIMITS.characterName) },
  { from: 'name', to: 'name', read: name(LIMITS.characterName) },
  { from: 'definition', to: 'examples', read: long },
  { from: 'description', to: 'description', read: long },
  { from: 'greeting', to: 'greeting', read: long },
  { from: 'title', to: 'personality', read: long },
  { from: 'categories', to: 'tags', read: texts(LIMITS.cardLabel, MAX_TAGS, { trim: true }) },
  { from: 'avatar_file_name', ignored: 'address' },
  { from: 'user__username', ignored: 'others' },
];

export const characterAi = defineImporter({
  id: 'character-ai',
  fields: [{ of: 'character', rules: FIELDS }],
  recognise({ value }) {
    const character = characterOf(value);
    return character !== null && 'external_id' in character && 'greeting' in character ? { version: '' } : null;
  },
  read(document) {
    const character = characterOf(document.value) ?? {};
    const report = emptyReport();
    const key = `character-ai:${asText(character['external_id']).slice(0, 100)}`;
    return [toCharacter(mapFields(character, FIELDS, report), report, document, key)];
  },
});

/** It lies under `character` as the interface answers it. */
function characterOf(value: unknown): Values | null {
  if (!isValues(value)) return null;
  return isValues(value['character']) ? value['character'] : value;
}
