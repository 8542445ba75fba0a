/** A stretch of time that a question names. */
export interface NamedTime {
  fromMs: number;
  /** Not included. */
  toMs: number;
  precision: 'day' | 'month' | 'year';
}

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const;
const DAY_MS = 86_400_000;
const SOON_MS = 14 * DAY_MS;

const MONTH = String.raw`(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|${MONTHS.join('|')})\b\.?`;
const DAY = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;
const YEAR = String.raw`(?:,?\s+(?:of\s+)?((?:19|20)\d\d))?`;
const DAY_MONTH = new RegExp(String.raw`\b${DAY}\s+(?:of\s+)?${MONTH}${YEAR}`, 'giu');
const MONTH_DAY = new RegExp(String.raw`\b${MONTH}\s+(?:the\s+)?${DAY}\b(?!\d)${YEAR}`, 'giu');
/** A month alone is a word like any other ("may", "march") unless it is written as a name. */
const MONTH_ALONE = new RegExp(String.raw`\b${MONTH}${YEAR}`, 'giu');
const ISO_DAY = /\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b/g;
const YEAR_ALONE = /\b((?:19|20)\d\d)\b/g;

/**
 * The days, months and years that a question names, most exact first. What has no year is looked for in every year.
 */
export function namedTimes(text: string, years: readonly number[]): NamedTime[] {
  let left = text;
  const take = (pattern: RegExp, read: (...groups: string[]) => NamedTime[]) => {
    const found = [...left.matchAll(pattern)].flatMap(([, ...groups]) => read(...groups));
    left = left.replace(pattern, ' ');
    return found;
  };
  const inYears = (year: string | undefined) => (year === undefined ? years : [Number(year)]);
  const days = [
    ...take(ISO_DAY, (year, month, day) => dayOf(Number(year), Number(month) - 1, day)),
    ...take(DAY_MONTH, (day, month, year) => inYears(year).flatMap((each) => dayOf(each, monthOf(month), day))),
    ...take(MONTH_DAY, (month, day, year) => inYears(year).flatMap((each) => dayOf(each, monthOf(month), day))),
  ];
  const months = take(MONTH_ALONE, (month = '', year) =>
    year !== undefined || /^\p{Lu}/u.test(month) ? inYears(year).map((each) => monthSpan(each, monthOf(month))) : [],
  );
  return [...days, ...months, ...take(YEAR_ALONE, (year) => [yearSpan(Number(year))])];
}

function monthOf(name = ''): number {
  return MONTHS.findIndex((month) => month.startsWith(name.toLowerCase().slice(0, 3)));
}

function dayOf(year: number, month: number, day: string | undefined): NamedTime[] {
  const fromMs = Date.UTC(year, month, Number(day));
  if (month < 0 || new Date(fromMs).getUTCDate() !== Number(day)) return [];
  return [{ fromMs, toMs: fromMs + DAY_MS, precision: 'day' }];
}

function monthSpan(year: number, month: number): NamedTime {
  return { fromMs: Date.UTC(year, month), toMs: Date.UTC(year, month + 1), precision: 'month' };
}

function yearSpan(year: number): NamedTime {
  return { fromMs: Date.UTC(year, 0), toMs: Date.UTC(year + 1, 0), precision: 'year' };
}

/** How much more a turn of the named time counts, and one of the two weeks after it, in which people speak of it. */
const FACTORS = {
  day: { within: 4.5, soonAfter: 3 },
  month: { within: 3, soonAfter: 1.5 },
  year: { within: 1.2, soonAfter: 1 },
} as const;

export function timeFactor(atMs: number, times: readonly NamedTime[]): number {
  return times.reduce((factor, { fromMs, toMs, precision }) => {
    const { within, soonAfter } = FACTORS[precision];
    if (atMs >= fromMs && atMs < toMs) return Math.max(factor, within);
    return atMs >= toMs && atMs < toMs + SOON_MS ? Math.max(factor, soonAfter) : factor;
  }, 1);
}
