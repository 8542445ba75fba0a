import { seededNumber } from './seeded-number.ts';
import { TRIM_MARK } from './trim-mark.ts';

/** What the macros of a text stand for. Every value is a person's or an owner's words already made safe for where it goes. */
export interface MacroValues {
  char: string;
  user: string;
  /** What the asking person says about themselves. */
  persona: string;
  /** Other fields of the card by the names that macros have for them, in small letters. */
  fields?: Readonly<Record<string, string>>;
  /** The moment of the turn; without one, macros of time stay as text. */
  now?: Date;
  /** Luck of this reply; without one, macros of luck stay as text. */
  seed?: string;
  /** Luck that stays the same in a conversation. */
  pickSeed?: string;
  /** The text stands where a change would cost the prompt's beginning: whatever changes with every turn becomes words that do not. */
  isStable?: boolean;
  /** Lore that is told only where a macro asks for it. */
  outlets?: Readonly<Record<string, string>>;
}

interface Call {
  values: MacroValues;
  /** Of this text alone; nothing is kept. */
  variables: Map<string, string>;
  /** Where in the text the macro stands: two of them roll apart. */
  place: number;
}

type Macro = (args: readonly string[], call: Call) => string | null;

const MAX_REPEATS = 1_000;
const MAX_VARIABLE_CHARACTERS = 10_000;
const MAX_DICE = 1_000;
const MAX_SIDES = 1_000_000;

const nothing: Macro = () => '';
const times =
  (text: string): Macro =>
  ([given = '1']) =>
    text.repeat(Math.min(MAX_REPEATS, Math.max(0, Number(given) || 0)));

/** What changes with every turn, and the words that stand for it where nothing may change. */
const atMoment =
  (stable: string, write: (now: Date, args: readonly string[]) => string): Macro =>
  (args, { values: { now, isStable } }) => {
    if (isStable === true) return stable;
    return now === undefined ? null : write(now, args);
  };

const ofLuck =
  (write: (number: number, args: readonly string[]) => string): Macro =>
  (args, { values: { seed, pickSeed, isStable }, place }) => {
    const luck = isStable === true ? pickSeed : seed;
    return luck === undefined ? null : write(seededNumber(luck, `macro ${place}`), args);
  };

const timeOf = (date: Date): string => `${date.toISOString().slice(11, 16)} UTC`;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const MONTHS = 'January,February,March,April,May,June,July,August,September,October,November,December'.split(',');

const MACROS = new Map<string, Macro>(
  Object.entries({
    '//': nothing,
    comment: nothing,
    noop: nothing,
    original: nothing,
    input: nothing,
    banned: nothing,
    bias: nothing,
    hidden_key: nothing,
    char: (_args, { values }) => values.char,
    bot: (_args, { values }) => values.char,
    charifnotgroup: (_args, { values }) => values.char,
    group: (_args, { values }) => values.char,
    user: (_args, { values }) => values.user,
    persona: (_args, { values }) => values.persona,
    newline: times('\n'),
    space: times(' '),
    trim: () => TRIM_MARK,
    reverse: ([text = '']) => Array.from(text).toReversed().join(''),
    time: atMoment('the current time', timeOf),
    isotime: atMoment('the current time', (now) => now.toISOString().slice(11, 16)),
    date: atMoment("today's date", (now) => now.toISOString().slice(0, 10)),
    isodate: atMoment("today's date", (now) => now.toISOString().slice(0, 10)),
    weekday: atMoment('the current weekday', (now) => WEEKDAYS[now.getUTCDay()] ?? ''),
    datetimeformat: atMoment('the current time', (now, [format = '']) => formatMoment(now, format)),
    random: ofLuck((number, args) => chooseOf(args, number)),
    pick: (args, { values: { pickSeed }, place }) =>
      pickSeed === undefined ? null : chooseOf(args, seededNumber(pickSeed, `macro ${place}`)),
    roll: ofLuck((number, [dice = '']) => rollDice(dice, number)),
    outlet: ([name = ''], { values: { outlets } }) => outlets?.[name.toLowerCase()] ?? '',
    getvar: ([name = ''], { variables }) => variables.get(name) ?? '',
    setvar: ([name = '', value = ''], { variables }) => keepVariable(variables, name, value),
    addvar: ([name = '', value = ''], { variables }) =>
      keepVariable(variables, name, addTo(variables.get(name), value)),
    incvar: ([name = ''], { variables }) => count(variables, name, 1),
    decvar: ([name = ''], { variables }) => count(variables, name, -1),
  } satisfies Record<string, Macro>),
);

/** @returns null for a macro that nobody knows, or that has no value here: it stays as text */
export function valueOfMacro(name: string, args: readonly string[], call: Call): string | null {
  const shifted = /^time_utc([+-]?\d{1,2})$/.exec(name)?.[1];
  if (shifted !== undefined) return timeAt(Number(shifted))(args, call);
  const macro = MACROS.get(name.replace(/global(?=var$)/, ''));
  if (macro !== undefined) return macro(args, call);
  const { fields } = call.values;
  return fields !== undefined && Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;
}

const timeAt = (hours: number): Macro =>
  atMoment('the current time', (now) => {
    const sign = hours < 0 ? '-' : '+';
    const shifted = new Date(now.getTime() + hours * 3_600_000);
    return `${shifted.toISOString().slice(11, 16)} UTC${sign}${Math.abs(hours)}`;
  });

/** `::a::b` as arguments, or one text with commas, in which `\,` is a comma. */
function chooseOf(args: readonly string[], number: number): string {
  const choices =
    args.length > 1 ? args : (args[0] ?? '').split(/(?<!\\),/).map((choice) => choice.replaceAll('\\,', ',').trim());
  return choices[Math.floor(number * choices.length)] ?? '';
}

/** `6`, `d6`, `2d6`, `2d6+3`; what is no dice stays nothing. */
function rollDice(dice: string, number: number): string {
  const found = /^(?<count>\d{0,6})d?(?<sides>\d{1,9})(?<plus>[+-]\d{1,6})?$/i.exec(dice.replaceAll(/\s/g, ''))?.groups;
  const isPlain = /^\d+$/.test(dice.trim());
  const sides = Number(isPlain ? dice : (found?.['sides'] ?? 0));
  const rolls = isPlain ? 1 : Number(found?.['count'] || 1);
  if (sides < 1 || sides > MAX_SIDES || rolls < 1 || rolls > MAX_DICE) return '';
  let sum = Number(found?.['plus'] ?? 0) || 0;
  for (let roll = 0; roll < rolls; roll += 1)
    sum += 1 + Math.floor(seededNumber(String(number), `die ${roll}`) * sides);
  return String(sum);
}

/** The common tokens of moment.js. */
function formatMoment(now: Date, format: string): string {
  const iso = now.toISOString();
  const hours = now.getUTCHours();
  const tokens: Readonly<Record<string, string>> = {
    YYYY: iso.slice(0, 4),
    YY: iso.slice(2, 4),
    MMMM: MONTHS[now.getUTCMonth()] ?? '',
    MMM: MONTHS[now.getUTCMonth()]?.slice(0, 3) ?? '',
    MM: iso.slice(5, 7),
    M: String(now.getUTCMonth() + 1),
    DD: iso.slice(8, 10),
    D: String(now.getUTCDate()),
    dddd: WEEKDAYS[now.getUTCDay()] ?? '',
    ddd: WEEKDAYS[now.getUTCDay()]?.slice(0, 3) ?? '',
    HH: iso.slice(11, 13),
    H: String(hours),
    hh: String(hours % 12 || 12).padStart(2, '0'),
    h: String(hours % 12 || 12),
    mm: iso.slice(14, 16),
    ss: iso.slice(17, 19),
    A: hours < 12 ? 'AM' : 'PM',
    a: hours < 12 ? 'am' : 'pm',
  };
  return format.replaceAll(/\[([^[\]]*)\]|YYYY|YY|M{1,4}|D{1,2}|d{3,4}|H{1,2}|h{1,2}|mm|ss|A|a/g, (token, literal) =>
    typeof literal === 'string' ? literal : (tokens[token] ?? token),
  );
}

function keepVariable(variables: Map<string, string>, name: string, value: string): string {
  if (variables.size < MAX_REPEATS) variables.set(name, value.slice(0, MAX_VARIABLE_CHARACTERS));
  return '';
}

function addTo(before: string | undefined, value: string): string {
  const [left, right] = [Number(before ?? 0), Number(value)];
  return Number.isNaN(left) || Number.isNaN(right) ? `${before ?? ''}${value}` : String(left + right);
}

function count(variables: Map<string, string>, name: string, by: number): string {
  const value = String((Number(variables.get(name) ?? 0) || 0) + by);
  keepVariable(variables, name, value);
  return value;
}
