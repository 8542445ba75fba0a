import { isValues, type Values } from '../document.ts';
import { defineImporter } from '../importer.ts';
import { keptAsIs } from '../kept.ts';
import { asText, emptyReport, type FieldRule, mapFields } from '../map-fields.ts';

const REGEX_FIELDS: readonly FieldRule[] = ['findRegex', 'replaceString'].map((from) => ({ from, ignored: 'code' }));
const TEMPLATE_FIELDS: readonly FieldRule[] = ['input_sequence', 'output_sequence', 'story_string'].map((from) => ({
  from,
  ignored: 'no-place',
}));

const isScript = (value: unknown): value is Values =>
  isValues(value) && 'findRegex' in value && 'replaceString' in value;

/** Scripts, instruct templates and context templates: kept word for word, never run. */
export const sillytavernKept = defineImporter({
  id: 'sillytavern-kept',
  fields: [
    { of: 'regex script', rules: REGEX_FIELDS },
    { of: 'instruct or context template', rules: TEMPLATE_FIELDS },
  ],

  recognise({ value }) {
    if (isScript(value) || (Array.isArray(value) && value.length > 0 && value.every(isScript)))
      return { version: 'regex' };
    if (!isValues(value)) return null;
    if ('input_sequence' in value && 'output_sequence' in value) return { version: 'instruct' };
    return 'story_string' in value ? { version: 'context' } : null;
  },

  read({ value, filename }) {
    const each = (Array.isArray(value) ? value : [value]) as Values[];
    return each.map((one) => {
      const report = emptyReport();
      mapFields(one, isScript(one) ? REGEX_FIELDS : TEMPLATE_FIELDS, report);
      const name = asText(one['scriptName'] ?? one['name']) || filename;
      return keptAsIs('sillytavern-kept', name, report, one);
    });
  },
});
