import { Birthday } from '@tzurot/contracts';
import { wrongInput } from '../../ui/typed-values.ts';

const MONTHS = Array.from({ length: 12 }, (_, month) =>
  new Date(Date.UTC(2024, month)).toLocaleString('en', { month: 'long', timeZone: 'UTC' }),
);

/** Such as `October 31`. */
export function describeBirthday({ month, day }: Birthday): string {
  return `${MONTHS[month - 1]} ${day}`;
}

/** Such as `10-31`. */
export function toEntry({ month, day }: Birthday): string {
  return [month, day].map((part) => String(part).padStart(2, '0')).join('-');
}

/**
 * What somebody means by `10-31`, `10/31`, `31 October` or `Oct 31`; null for nothing.
 * @throws AppError for what is no day
 */
export function readBirthday(entered: string): Birthday | null {
  const text = entered.trim();
  if (text === '') return null;
  const [, month, day] = /^(\d{1,2})[-/](\d{1,2})$/.exec(text) ?? [];
  const read = month === undefined ? readNamed(text) : { month: Number(month), day: Number(day) };
  const birthday = Birthday.safeParse(read);
  if (!birthday.success) throw wrongInput('birthday', 'birthday-format', entered);
  return birthday.data;
}

function readNamed(text: string): unknown {
  const word = /\p{L}{3,}/u.exec(text)?.[0].toLowerCase();
  const day = /\d{1,2}/.exec(text)?.[0];
  if (word === undefined || day === undefined) return null;
  const month = MONTHS.findIndex((name) => name.toLowerCase().startsWith(word)) + 1;
  return { month, day: Number(day) };
}
