import { CharacterCard, type ImportReport } from '@tzurot/contracts';
import { type Document, isValues, type Values } from '../document.ts';
import { hashOf } from '../hash-of.ts';
import { defineImporter, type Found } from '../importer.ts';
import { readCardBook } from '../lorebook/index.ts';
import { add, emptyReport, type Mapped, mapFields } from '../map-fields.ts';
import { DATA_FIELDS, EXTENSION_FIELDS } from './fields.ts';

/** What counts as the same character again when a card names no source. */
const TEXTS = ['name', 'description', 'personality', 'scenario', 'first_mes', 'mes_example', 'creator'];

/** Character cards V1, V2 and V3, whatever they were packed in. */
export const characterCard = defineImporter({
  id: 'character-card',
  fields: [
    { of: 'data', rules: DATA_FIELDS },
    { of: 'data.extensions', rules: EXTENSION_FIELDS },
  ],

  recognise({ value }) {
    if (!isValues(value)) return null;
    const spec = value['spec'];
    if (spec === 'chara_card_v2') return { version: '2.0' };
    if (spec === 'chara_card_v3')
      return { version: Number(value['spec_version']) > 3 ? String(value['spec_version']) : '3.0' };
    const isV1 = ['name', 'description', 'first_mes'].every((key) => typeof value[key] === 'string');
    return isV1 && spec === undefined ? { version: '1.0' } : null;
  },

  read(document) {
    const value = document.value as Values;
    if (Number(value['spec_version']) > 3) document.warnings.push('newer-version');
    const data = isValues(value['data']) ? value['data'] : value;
    const isWrapped = data !== value;
    const report = emptyReport();
    const mapped = mapFields(
      withoutExtensions(isWrapped ? withRoot(data, value) : data),
      DATA_FIELDS,
      report,
      isWrapped ? 'data.' : '',
    );
    const extensions = isValues(data['extensions']) ? data['extensions'] : {};
    const note = mapFields(extensions, EXTENSION_FIELDS, report, 'data.extensions.');
    const values = { ...mapped.values, ...note.values };
    const character = toCharacter({ ...mapped, values }, report, document, sourceKeyOf(data));
    return [character, ...readCardBook(data, character.sourceKey, character.name)];
  },
});

/** What the data lacks stands at the root of some cards, whose programs write V1 there too. The data wins. */
function withRoot(data: Values, root: Values): Values {
  const known = new Set(DATA_FIELDS.map(({ from }) => from));
  const lacking = Object.entries(root).filter(([key, value]) => known.has(key) && !(key in data) && value !== '');
  return { ...Object.fromEntries(lacking), ...data };
}

function withoutExtensions(data: Values): Values {
  return Object.fromEntries(Object.entries(data).filter(([key]) => key !== 'extensions'));
}

function sourceKeyOf(data: Values): string {
  const [source] = Array.isArray(data['source']) ? (data['source'] as unknown[]) : [];
  if (typeof source === 'string' && source !== '') return `card:${hashOf(source)}`;
  return `card:${hashOf(...TEXTS.map((key) => data[key] ?? ''))}`;
}

/** A character of mapped fields; without a name it is called like its file. */
export function toCharacter(
  { values, withConsent }: Mapped,
  report: ImportReport,
  { filename, picture }: Document,
  sourceKey: string,
): Found {
  const { authorNote = null, talkativeness, ...fields } = values;
  const fallback = filename.replace(/\.[^.]*$/, '').slice(0, 80);
  const named =
    'name' in fields ? fields : { ...fields, name: CharacterCard.shape.name.catch('Character').parse(fallback) };
  if (!('name' in fields))
    add(report.changed, { field: 'name', why: 'name-missing', from: '', to: String(named['name']) });
  const card = CharacterCard.parse(named);
  return {
    kind: 'character',
    sourceKey,
    name: card.name,
    draft: {
      kind: 'character',
      card,
      authorNote: authorNote as null,
      ...(typeof talkativeness === 'number' && { talkativeness }),
      withConsent: withConsent as object,
    },
    report,
    picture,
  };
}
