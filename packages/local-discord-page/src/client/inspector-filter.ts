import type { LogEntry } from './inspector-log.ts';

export interface InspectorFilter {
  /** Which side: what the bot hears, what it says, or both. */
  side: 'all' | 'events' | 'calls';
  /** Also what people's clients do, and not only the bot. */
  withPeople: boolean;
  typed: string;
}

/** The log names people and bots by user name; calls by webhook and interaction token are the bot's as well. */
const isOfBot = (entry: LogEntry, people: ReadonlySet<string>): boolean => {
  const who = entry.kind === 'event' ? entry.to : entry.by;
  return who === undefined || (!people.has(who) && who !== 'operator');
};

/** The line of an entry in words: what a search goes through and a screen reader says. */
export const entryTitle = (entry: LogEntry): string => {
  switch (entry.kind) {
    case 'request':
      return `${entry.method ?? ''} ${entry.path ?? ''}`;
    case 'event':
      return entry.name ?? '';
    case 'received':
      return `op ${entry.op ?? ''}`;
    case 'notice':
      return entry.text ?? '';
    default:
      return entry.kind satisfies never;
  }
};

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<string, unknown>)[key]
        : undefined,
    value,
  );

const textAt = (value: unknown, ...path: readonly string[]): string => {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
};

/** A few words on what an entry is about: who said what, which command, which button. */
export const entryGist = (entry: LogEntry): string => {
  const data = entry.kind === 'request' ? entry.body : entry.data;
  if (entry.name === 'INTERACTION_CREATE') {
    const name = textAt(data, 'data', 'name');
    return name === '' ? textAt(data, 'data', 'custom_id') : `/${name}`;
  }
  const who =
    textAt(data, 'author', 'username') || textAt(data, 'username') || textAt(data, 'member', 'user', 'username');
  const words = textAt(data, 'content') || textAt(data, 'data', 'content') || textAt(data, 'emoji', 'name');
  return [who, words]
    .filter((part) => part !== '')
    .join(': ')
    .replace(/\s+/gu, ' ')
    .slice(0, 120);
};

/** Heartbeats would bury everything else. */
const isNoise = (entry: LogEntry): boolean => entry.kind === 'received' && entry.op === 1;

/** The entries that a person wants to see, oldest first. */
export const filterEntries = (
  entries: readonly LogEntry[],
  filter: InspectorFilter,
  people: ReadonlySet<string>,
): readonly LogEntry[] => {
  const wanted = filter.typed.trim().toLowerCase();
  return entries.filter((entry) => {
    if (isNoise(entry)) return false;
    if (!filter.withPeople && !isOfBot(entry, people)) return false;
    if (filter.side === 'events' && entry.kind !== 'event') return false;
    if (filter.side === 'calls' && entry.kind !== 'request') return false;
    return (
      wanted === '' || `${entryTitle(entry)} ${JSON.stringify([entry.body, entry.data])}`.toLowerCase().includes(wanted)
    );
  });
};

export type EntryTone = 'good' | 'bad' | 'odd' | 'plain';

/** How an entry went: refused by the API description or the server, touched by a fault, or well. */
export const entryTone = (entry: LogEntry): EntryTone => {
  if (entry.verdict?.ok === false) return 'bad';
  if (entry.kind === 'notice') return 'odd';
  if (entry.kind !== 'request') return 'plain';
  if (entry.fault !== undefined) return 'odd';
  return (entry.status ?? 0) >= 400 || entry.status === 0 ? 'bad' : 'good';
};
