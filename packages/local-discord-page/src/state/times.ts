const DAY_MS = 86_400_000;

const startOfDay = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);

const format = (options: Intl.DateTimeFormatOptions): ((ms: number) => string) => {
  const formatter = new Intl.DateTimeFormat(undefined, options);
  return (ms) => formatter.format(ms);
};

export const clockTime = format({ hour: 'numeric', minute: '2-digit' });
export const longDate = format({ dateStyle: 'long' });
export const fullTime = format({ dateStyle: 'full', timeStyle: 'short' });
const shortDateTime = format({ dateStyle: 'short', timeStyle: 'short' });

/** The time beside a name: the clock for today, "Yesterday at" for yesterday, else date and clock. */
export const messageTime = (ms: number, nowMs: number): string => {
  const daysAgo = Math.round((startOfDay(nowMs) - startOfDay(ms)) / DAY_MS);
  if (daysAgo === 0) return clockTime(ms);
  if (daysAgo === 1) return `Yesterday at ${clockTime(ms)}`;
  return shortDateTime(ms);
};

const RELATIVE_UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * DAY_MS],
  ['month', 30 * DAY_MS],
  ['day', DAY_MS],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** "3 minutes ago", "in 2 days". */
export const relativeTime = (ms: number, nowMs: number): string => {
  const differenceMs = ms - nowMs;
  const [unit, unitMs] = RELATIVE_UNITS.find(([, size]) => Math.abs(differenceMs) >= size) ?? ['second', 1_000];
  return relative.format(Math.round(differenceMs / unitMs), unit);
};

const TIMESTAMP_STYLES: Readonly<Record<string, (ms: number) => string>> = {
  t: clockTime,
  T: format({ timeStyle: 'medium' }),
  d: format({ dateStyle: 'short' }),
  D: longDate,
  f: format({ dateStyle: 'long', timeStyle: 'short' }),
  F: fullTime,
  s: shortDateTime,
  S: format({ dateStyle: 'short', timeStyle: 'medium' }),
};

/** A `<t:…:style>` as text; without a style it is the long date with the time. Source: Discord, "Timestamp Styles". */
export const timestampText = (ms: number, style: string | null, nowMs: number): string => {
  if (style === 'R') return relativeTime(ms, nowMs);
  const formatter = TIMESTAMP_STYLES[style ?? 'f'] ?? TIMESTAMP_STYLES['f'];
  return formatter === undefined ? '' : formatter(ms);
};

/** "3 KB", "1.2 MB". */
export const fileSize = (bytes: number): string => {
  if (bytes < 1024) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(bytes < 10 * 1024 ? 1 : 0)} KB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
};

/** "1:05" for 65 seconds. */
export const playTime = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
};
