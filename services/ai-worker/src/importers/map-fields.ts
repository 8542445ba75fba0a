import {
  type CHANGE_REASONS,
  type IGNORE_REASONS,
  type ImportConsent,
  ImportReport,
  normalizeText,
} from '@tzurot/contracts';
import type { Values } from './document.ts';

export type IgnoreReason = (typeof IGNORE_REASONS)[number];
export type ChangeReason = (typeof CHANGE_REASONS)[number];

/** Tells of one field that its value did not stay as it was. */
export interface FieldNote {
  changed(why: ChangeReason, from: unknown, to: unknown): void;
  /** Gives nothing, as what a reader then returns. */
  ignored(why: IgnoreReason): undefined;
}

/** @returns undefined when nothing can be made of a value; then the note says why */
export type Reader = (value: unknown, note: FieldNote) => unknown;

/** What becomes of one field of a format. */
export type FieldRule =
  | { from: string; to: string; read: Reader; consent?: ImportConsent }
  | { from: string; ignored: IgnoreReason };

/** A field that is kept with its file and has no use here. */
export const noPlace = (from: string): FieldRule => ({ from, ignored: 'no-place' });

/** What was read, by the names of our fields; what needs consent stands apart. */
export interface Mapped {
  values: Record<string, unknown>;
  withConsent: Partial<Record<ImportConsent, Record<string, unknown>>>;
}

export const emptyReport = (): ImportReport => ImportReport.parse({});

/**
 * Reads the fields of an object by rules, and reports what became of each. A field without a rule is ignored as unknown:
 * it stays in the file that is kept.
 * @param prefix stands before the names of fields in the report
 */
export function mapFields(source: Values, rules: readonly FieldRule[], report: ImportReport, prefix = ''): Mapped {
  const byName = new Map(rules.map((rule) => [rule.from, rule]));
  const mapped: Mapped = { values: {}, withConsent: {} };
  // In the order of the rules, so that the first of two fields with one meaning wins.
  const present = rules.filter(({ from }) => from in source).map(({ from }) => from);
  const unknown = Object.keys(source).filter((key) => !byName.has(key));
  for (const key of [...present, ...unknown]) {
    const value = source[key];
    if (isEmpty(value)) continue;
    const field = `${prefix}${key}`;
    const rule = byName.get(key);
    const note: FieldNote = {
      changed: (why, from, to) => add(report.changed, { field, why, from: show(from), to: show(to) }),
      ignored(why) {
        add(report.ignored, { field, why });
        return undefined;
      },
    };
    if (rule === undefined) note.ignored('unknown');
    else if ('ignored' in rule) note.ignored(rule.ignored);
    else {
      const read = rule.read(value, note);
      if (read === undefined) continue;
      if (rule.consent !== undefined) {
        add(report.consents, { kind: rule.consent, field, text: show(read) }, 50);
        const consented = mapped.withConsent[rule.consent] ?? {};
        mapped.withConsent[rule.consent] = { ...consented, [rule.to]: read };
      } else if (!(rule.to in mapped.values)) {
        mapped.values[rule.to] = read;
        add(report.kept, { from: field, to: rule.to });
      }
    }
  }
  return mapped;
}

const MAX_NOTED = 300;

export function add<Item>(list: Item[], item: Item, max = MAX_NOTED): void {
  if (list.length < max) list.push(item);
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

const EXCERPT = 160;

/** The beginning of a value, for people. */
function show(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length <= EXCERPT ? text.toWellFormed() : `${text.slice(0, EXCERPT - 1).toWellFormed()}…`;
}

/** A text of at most so many characters; what is longer is cut, and stays whole in the file that is kept. */
export const text =
  (maxLength: number, { trim = false } = {}): Reader =>
  (value, note) => {
    if (typeof value === 'object') return note.ignored('broken');
    const given = typeof value === 'string' ? value : asText(value);
    if (typeof value !== 'string') note.changed('to-text', value, given);
    // What the contract would change silently is told.
    if (!given.isWellFormed() || given.includes('\0')) note.changed('bad-characters', '', '');
    const normal = normalizeText(given.replaceAll(/\p{Cs}/gu, '\uFFFD'));
    const whole = trim ? normal.trim() : normal;
    if (whole.length <= maxLength) return whole;
    const cut = whole.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '');
    note.changed('too-long', `${whole.length}`, `${cut.length}`);
    return cut;
  };

/** A list of texts; one text with commas, or one text, becomes one. */
export const texts =
  (maxLength: number, max: number, { splits = false, trim = false } = {}): Reader =>
  (value, note) => {
    const one = text(maxLength, { trim });
    const given = Array.isArray(value)
      ? value
      : typeof value === 'string'
        ? splits
          ? value.split(',')
          : [value]
        : null;
    if (given === null) return note.ignored('broken');
    if (!Array.isArray(value)) note.changed('to-list', value, given);
    const read = given.map((each) => one(each, note)).filter((each) => typeof each === 'string' && each.trim() !== '');
    if (read.length > max) note.changed('too-many', `${read.length}`, `${max}`);
    return read.slice(0, max);
  };

/** A number between two; a text that is one counts. */
export const number =
  (min: number, max: number, { isWhole = false } = {}): Reader =>
  (value, note) => {
    const given = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof given !== 'number' || !Number.isFinite(given)) return note.ignored('broken');
    if (typeof value === 'string') note.changed('to-number', value, given);
    const whole = isWhole ? Math.round(given) : given;
    const bounded = Math.min(max, Math.max(min, whole));
    if (bounded !== given) note.changed('out-of-range', given, bounded);
    return bounded;
  };

/** A text or a number as a text; empty for everything else. */
export const asText = (value: unknown): string =>
  typeof value === 'string' ? value : ['number', 'boolean'].includes(typeof value) ? `${value as number}` : '';

/** Hears nothing. */
export const silent: FieldNote = { changed: () => {}, ignored: () => undefined };
