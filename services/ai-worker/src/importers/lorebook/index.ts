import type { ImportReport } from '@tzurot/contracts';
import { isValues, type Values } from '../document.ts';
import { defineImporter, type Found } from '../importer.ts';
import { emptyReport } from '../map-fields.ts';
import { ENTRY_FIELDS } from './entry-fields.ts';
import { fromCharacterBook, type RawBook, readBook } from './read-book.ts';

interface Dialect {
  name: string;
  fits(value: unknown): boolean;
  toBook(value: never, title: string): RawBook;
}

const list = (value: unknown): Values[] => (Array.isArray(value) ? value.filter(isValues) : []);
const commas = (value: unknown): string[] =>
  typeof value === 'string' ? value.split(',').map((key) => key.trim()) : [];

/** Source: the programs' own files; each brings its entries to SillyTavern's names. */
const DIALECTS: readonly Dialect[] = [
  {
    name: 'NovelAI',
    fits: (value) => isValues(value) && 'lorebookVersion' in value,
    toBook: (value: Values, title) => ({
      name: title,
      entries: list(value['entries']).map((entry) => {
        const context = isValues(entry['contextConfig']) ? entry['contextConfig'] : {};
        return [
          entry['id'],
          {
            key: entry['keys'],
            comment: entry['displayName'],
            content: entry['text'],
            constant: entry['forceActivation'],
            disable: entry['enabled'] === false,
            order: context['budgetPriority'],
            // Characters there, messages here: it cannot be said in the other.
            searchRange: entry['searchRange'],
            loreBiasGroups: entry['loreBiasGroups'],
            category: entry['category'],
          },
        ] as const;
      }),
    }),
  },
  {
    name: 'Agnai',
    fits: (value) => isValues(value) && value['kind'] === 'memory',
    toBook: (value: Values, title) => ({
      name: typeof value['name'] === 'string' ? value['name'] : title,
      description: value['description'],
      scanDepth: value['scanDepth'],
      tokenBudget: value['tokenBudget'],
      isRecursive: value['recursiveScanning'],
      entries: list(value['entries']).map(
        (entry) =>
          [
            entry['name'],
            {
              key: entry['keywords'],
              comment: entry['name'],
              content: entry['entry'],
              order: entry['weight'],
              priority: entry['priority'],
              disable: entry['enabled'] === false,
            },
          ] as const,
      ),
    }),
  },
  {
    name: 'RisuAI',
    fits: (value) => isValues(value) && value['type'] === 'risu' && Array.isArray(value['data']),
    toBook: (value: Values, title) => ({
      name: title,
      entries: list(value['data'])
        // A folder is no lore; its key begins with a character of private use.
        .filter((entry) => entry['mode'] !== 'folder' && !String(entry['key']).startsWith('\uF000'))
        .map(
          (entry, index) =>
            [
              index,
              {
                key: commas(entry['key']),
                keysecondary: commas(entry['secondkey']),
                comment: entry['comment'],
                content: entry['content'],
                order: entry['insertorder'],
                constant: entry['alwaysActive'],
                selective: entry['selective'],
                probability: entry['activationPercent'],
              },
            ] as const,
        ),
    }),
  },
  {
    name: 'Character Card V3',
    fits: (value) => isValues(value) && value['spec'] === 'lorebook_v3' && isValues(value['data']),
    toBook: (value: Values, title) => fromCharacterBook(value['data'] as Values, title),
  },
  {
    name: 'SillyTavern',
    fits: (value) =>
      isValues(value) &&
      isValues(value['entries']) &&
      Object.values(value['entries']).every((entry) => isValues(entry) && 'key' in entry),
    toBook: (value: Values, title) => ({
      name: typeof value['name'] === 'string' ? value['name'] : title,
      entries: Object.values(value['entries'] as Values)
        .filter(isValues)
        .map((entry) => [entry['uid'], entry] as const),
    }),
  },
  {
    name: 'character book',
    fits: (value) =>
      isValues(value) && Array.isArray(value['entries']) && list(value['entries']).some((entry) => 'keys' in entry),
    toBook: fromCharacterBook,
  },
  {
    name: 'KoboldAI',
    fits: (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      list(value).length === value.length &&
      list(value).every((entry) => typeof entry['key'] === 'string' && 'content' in entry),
    toBook: (value: never, title) => ({
      name: title,
      entries: list(value).map(
        (entry, index) =>
          [
            index,
            {
              key: commas(entry['key']),
              keysecondary: [...commas(entry['keysecondary']), ...commas(entry['keyanti'])],
              ...(commas(entry['keyanti']).some((key) => key !== '') && { selectiveLogic: 2 }),
              comment: entry['comment'],
              content: entry['content'],
              constant: entry['constant'],
              selective: true,
              probability: entry['probability'],
              group: entry['wigroup'],
              disable: entry['widisabled'] === true,
            },
          ] as const,
      ),
    }),
  },
];

/** Lorebooks that stand alone, of every program that has them. */
export const lorebook = defineImporter({
  id: 'lorebook',
  fields: [{ of: 'entry', rules: ENTRY_FIELDS }],

  recognise({ value }) {
    const dialect = DIALECTS.find(({ fits }) => fits(value));
    return dialect === undefined ? null : { version: dialect.name };
  },

  read(document) {
    const { value, filename } = document;
    const title = filename.replace(/^.*\//, '').replace(/\.[^.]*$/, '') || 'Lorebook';
    const dialect = DIALECTS.find(({ fits }) => fits(value));
    if (dialect === undefined) return [];
    return [toLorebook(dialect.toBook(value as never, title), emptyReport(), `lorebook:${title.slice(0, 150)}`, null)];
  },
});

export function toLorebook(raw: RawBook, report: ImportReport, sourceKey: string, ofCharacter: string | null): Found {
  const book = readBook(raw, report);
  return {
    kind: 'lorebook',
    sourceKey,
    name: book.name.slice(0, 80).toWellFormed(),
    draft: { kind: 'lorebook', book, ofCharacter },
    report,
  };
}

/** The book inside a card, which is told to its character. */
export function readCardBook(data: Values, characterKey: string, characterName: string): Found[] {
  const book = data['character_book'];
  if (!isValues(book)) return [];
  const raw = fromCharacterBook(book, characterName);
  return raw.entries.length === 0 ? [] : [toLorebook(raw, emptyReport(), `${characterKey}:book`, characterKey)];
}
