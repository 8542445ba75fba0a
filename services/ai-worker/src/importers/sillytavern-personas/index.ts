import { LIMITS } from '@tzurot/contracts';
import { isValues, type Values } from '../document.ts';
import { defineImporter } from '../importer.ts';
import { emptyReport, type FieldRule, mapFields, text } from '../map-fields.ts';
import { name } from '../name-of.ts';
import { toPersona } from '../to-persona.ts';

const FIELDS: readonly FieldRule[] = [
  { from: 'name', to: 'name', read: name(LIMITS.personaName) },
  { from: 'description', to: 'about', read: text(LIMITS.personaAbout) },
  { from: 'lorebook', ignored: 'not-here' },
  ...['position', 'depth', 'role', 'title', 'connections'].map((from): FieldRule => ({ from, ignored: 'no-place' })),
];

/** SillyTavern's backup of personas; it has no pictures inside. */
export const sillytavernPersonas = defineImporter({
  id: 'sillytavern-personas',
  fields: [{ of: 'persona', rules: FIELDS }],

  recognise: ({ value }) =>
    isValues(value) && isValues(value['personas']) && isValues(value['persona_descriptions']) ? { version: '' } : null,

  read({ value }) {
    const { personas, persona_descriptions: descriptions } = value as Record<string, Values>;
    return Object.entries(personas ?? {}).map(([file, given]) => {
      const described = descriptions?.[file];
      const report = emptyReport();
      const mapped = mapFields({ name: given, ...(isValues(described) && described) }, FIELDS, report);
      return toPersona(mapped, report, `sillytavern-persona:${file.slice(0, 100)}`, 'Persona');
    });
  },
});
