import type { LogEntry } from '../client/inspector-log.ts';

export interface InspectorFilter {
  /** Which side: what the bot hears, what it says, or both. */
  side: 'all' | 'events' | 'calls';
  /** Also what people's clients do, and not only the bot. */
  withPeople: boolean;
  typed: string;
}

const BOT_SIDE: ReadonlySet<string> = new Set(['bot', 'webhook', 'interaction']);

const isOfBot = (entry: LogEntry): boolean => {
  if (entry.kind === 'notice') return true;
  const who = entry.kind === 'event' ? entry.to : entry.by;
  return who !== undefined && (BOT_SIDE.has(who) || who.startsWith('bot'));
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

/** Heartbeats would bury everything else. */
const isNoise = (entry: LogEntry): boolean => entry.kind === 'received' && entry.op === 1;

/** The entries that a person wants to see, oldest first. */
export const filterEntries = (entries: readonly LogEntry[], filter: InspectorFilter): readonly LogEntry[] => {
  const wanted = filter.typed.trim().toLowerCase();
  return entries.filter((entry) => {
    if (isNoise(entry)) return false;
    if (!filter.withPeople && !isOfBot(entry)) return false;
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
