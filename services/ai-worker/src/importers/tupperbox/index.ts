import { LIMITS } from '@tzurot/contracts';
import { isValues, type Values } from '../document.ts';
import { defineImporter, type Found } from '../importer.ts';
import { keptAsIs } from '../kept.ts';
import { asText, emptyReport, type FieldRule, mapFields, noPlace, text } from '../map-fields.ts';
import { name } from '../name-of.ts';
import { ImportRefusal } from '../refusal.ts';
import { readTags, toPersona } from '../to-persona.ts';

const MAX_TUPPERS = 1_000;

/** Source: Tupperbox, its export as TupperboxLegacy writes it. */
const TUPPER_FIELDS: readonly FieldRule[] = [
  { from: 'name', to: 'name', read: name(LIMITS.personaName) },
  { from: 'description', to: 'about', read: text(LIMITS.personaAbout) },
  {
    from: 'brackets',
    to: 'proxyTags',
    read(value, note) {
      // A flat list of prefix, suffix, prefix, suffix.
      if (!Array.isArray(value) || value.length % 2 !== 0) return note.ignored('broken');
      const pairs = Array.from({ length: value.length / 2 }, (_, index) => ({
        prefix: value[index * 2] as unknown,
        suffix: value[index * 2 + 1] as unknown,
      }));
      return readTags(pairs, note);
    },
  },
  { from: 'avatar_url', ignored: 'address' },
  { from: 'avatar', ignored: 'address' },
  { from: 'banner', ignored: 'address' },
  ...['id', 'user_id', 'position', 'posts', 'show_brackets', 'birthday', 'tag', 'nick', 'group_id', 'group_pos'].map(
    noPlace,
  ),
  ...['created_at', 'last_used'].map(noPlace),
];

export const tupperbox = defineImporter({
  id: 'tupperbox',
  fields: [{ of: 'tupper', rules: TUPPER_FIELDS }],

  recognise: ({ value }) => (isValues(value) && Array.isArray(value['tuppers']) ? { version: '' } : null),

  read({ value }) {
    const { tuppers, groups } = value as { tuppers: unknown[]; groups?: unknown };
    if (tuppers.length > MAX_TUPPERS) throw new ImportRefusal('too-many', `${MAX_TUPPERS} tuppers`);
    const found = tuppers.filter(isValues).map(readTupper);
    if (!Array.isArray(groups) || groups.length === 0) return found;
    const report = emptyReport();
    mapFields({ groups }, [{ from: 'groups', ignored: 'no-place' }], report);
    return [...found, keptAsIs('tupperbox', 'Groups', report, groups)];
  },
});

function readTupper(tupper: Values, index: number): Found {
  const report = emptyReport();
  const mapped = mapFields(tupper, TUPPER_FIELDS, report);
  const id = tupper['id'] ?? tupper['name'] ?? index;
  return toPersona(mapped, report, `tupperbox:${asText(id).slice(0, 100)}`, `Tupper ${index + 1}`);
}
