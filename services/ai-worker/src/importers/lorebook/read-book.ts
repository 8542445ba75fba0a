import {
  type ImportReport,
  LIMITS,
  LorebookContents,
  LorebookDraft,
  LoreEntryDraft,
  MAX_ENTRIES_PER_BOOK,
} from '@tzurot/contracts';
import { isValues, type Values } from '../document.ts';
import { add, asText, emptyReport, mapFields, number, silent, text } from '../map-fields.ts';
import { ImportRefusal } from '../refusal.ts';
import { ENTRY_FIELDS } from './entry-fields.ts';

/** A book of any dialect whose entries speak SillyTavern's. */
export interface RawBook {
  name: string;
  description?: unknown;
  scanDepth?: unknown;
  tokenBudget?: unknown;
  isRecursive?: unknown;
  /** Under the id that each has in its book. */
  entries: readonly (readonly [id: unknown, entry: Values])[];
}

type Entry = LorebookContents['entries'][number];

const MAX_STEPS = 1_000;

/** @throws ImportRefusal when there are more entries than a book may have */
export function readBook(raw: RawBook, report: ImportReport): LorebookContents {
  if (raw.entries.length > MAX_ENTRIES_PER_BOOK) {
    throw new ImportRefusal('too-many', `${MAX_ENTRIES_PER_BOOK.toLocaleString('en')} entries`);
  }
  const seen = new Set<string>();
  const entries = raw.entries.map(([id, entry], index) => {
    const own = (asText(id) || `${index}`).slice(0, LIMITS.loreTitle);
    const sourceId = seen.has(own) ? `${own.slice(0, 180)} ${index}` : own;
    seen.add(sourceId);
    return readEntry(entry, sourceId, report);
  });
  const scanDepth = number(0, MAX_STEPS, { isWhole: true })(raw.scanDepth, silent);
  const tokenBudget = number(0, 1_000_000, { isWhole: true })(raw.tokenBudget, silent);
  const description = raw.description ? text(LIMITS.lorebookDescription)(raw.description, silent) : undefined;
  return LorebookContents.parse({
    name: LorebookDraft.shape.name.catch('Lorebook').parse(raw.name.trim().slice(0, LIMITS.lorebookName)),
    ...(typeof description === 'string' && { description }),
    settings: {
      ...(typeof scanDepth === 'number' && { scanDepth }),
      ...(typeof tokenBudget === 'number' && { tokenBudget }),
      isRecursive: raw.isRecursive === true,
    },
    entries,
  });
}

function readEntry(entry: Values, sourceId: string, report: ImportReport): Entry {
  const own = emptyReport();
  const { values } = mapFields(entry, ENTRY_FIELDS, own, 'entry.');
  merge(own, report);
  // Without the switch a probability says nothing.
  if (entry['useProbability'] === false) delete values['probability'];
  if (entry['selective'] === false) delete values['secondaryKeys'];
  const alsoScans = Object.keys(values).flatMap((key) => (key.startsWith('alsoScans.') ? [key.slice(10)] : []));
  const known = new Set(ENTRY_FIELDS.map(({ from }) => from));
  const rest = Object.fromEntries(Object.entries(entry).filter(([key]) => !known.has(key)));
  const read = LoreEntryDraft.safeParse({ ...values, alsoScans, rest });
  // What is too long to be kept beside an entry stays in the file alone.
  return { ...(read.success ? read.data : LoreEntryDraft.parse({ ...values, alsoScans })), sourceId };
}

/** Says of each field once what became of it, however many entries have it. */
function merge(from: ImportReport, into: ImportReport): void {
  for (const item of from.kept) if (!into.kept.some(({ from: field }) => field === item.from)) add(into.kept, item);
  for (const item of from.ignored) {
    if (!into.ignored.some(({ field, why }) => field === item.field && why === item.why)) add(into.ignored, item);
  }
  for (const item of from.changed) {
    if (!into.changed.some(({ field, why }) => field === item.field && why === item.why)) add(into.changed, item);
  }
}

/** Of the V2 and V3 specifications; what SillyTavern adds stands in the extensions of an entry. */
export function fromCharacterBook(book: Values, name: string): RawBook {
  const given = book['entries'];
  const entries = Array.isArray(given) ? given : isValues(given) ? Object.values(given) : [];
  return {
    name: typeof book['name'] === 'string' && book['name'].trim() !== '' ? book['name'] : name,
    description: book['description'],
    scanDepth: book['scan_depth'],
    tokenBudget: book['token_budget'],
    isRecursive: book['recursive_scanning'],
    entries: entries.filter(isValues).map((entry) => [entry['id'], fromBookEntry(entry)] as const),
  };
}

function fromBookEntry(entry: Values): Values {
  const more = isValues(entry['extensions']) ? entry['extensions'] : {};
  const camel = Object.fromEntries(
    Object.entries(more).map(([key, value]) => [
      key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
  return {
    ...camel,
    key: entry['keys'],
    keysecondary: entry['secondary_keys'],
    comment: entry['comment'] || entry['name'],
    content: entry['content'],
    constant: entry['constant'],
    selective: entry['selective'],
    order: entry['insertion_order'],
    priority: entry['priority'],
    disable: entry['enabled'] === false,
    caseSensitive: camel['caseSensitive'] ?? entry['case_sensitive'],
    position: camel['position'] ?? (entry['position'] === 'after_char' ? 1 : 0),
  };
}
