import { expect, it } from 'vitest';
import { entryGist, entryTone, filterEntries } from './inspector-filter.ts';
import type { LogEntry } from './inspector-log.ts';

const people = new Set(['ada', 'ben']);

const entries: readonly LogEntry[] = [
  { n: 1, atMs: 0, kind: 'request', by: 'ada', method: 'POST', path: '/channels/1/messages', status: 200 },
  {
    n: 2,
    atMs: 0,
    kind: 'event',
    to: 'Tzurot',
    name: 'MESSAGE_CREATE',
    data: { author: { username: 'ada' }, content: '@Lilith hello' },
  },
  { n: 3, atMs: 0, kind: 'event', to: 'ben', name: 'MESSAGE_CREATE' },
  {
    n: 4,
    atMs: 0,
    kind: 'request',
    by: 'webhook',
    method: 'POST',
    path: '/webhooks/1/t',
    status: 200,
    body: { username: 'Lilith', content: 'Hello' },
  },
  { n: 5, atMs: 0, kind: 'received', by: 'Tzurot', op: 1 },
  { n: 6, atMs: 0, kind: 'received', by: 'Tzurot', op: 2 },
  { n: 7, atMs: 0, kind: 'notice', text: 'a fault fired' },
  { n: 8, atMs: 0, kind: 'request', by: 'operator', method: 'GET', path: '/local/log', status: 200 },
];

const shown = (filter: Partial<Parameters<typeof filterEntries>[1]>): readonly number[] =>
  filterEntries(entries, { side: 'all', withPeople: false, typed: '', ...filter }, people).map(({ n }) => n);

it('shows what the bot hears and says, and no heartbeats', () => {
  expect(shown({})).toEqual([2, 4, 6, 7]);
  expect(shown({ side: 'events' })).toEqual([2]);
  expect(shown({ side: 'calls' })).toEqual([4]);
});

it('shows people too when asked, and finds by path, name and text', () => {
  expect(shown({ withPeople: true })).toEqual([1, 2, 3, 4, 6, 7, 8]);
  expect(shown({ typed: 'lilith' })).toEqual([2, 4]);
  expect(shown({ typed: 'webhooks' })).toEqual([4]);
});

it('says in a few words what an entry is about', () => {
  const command: LogEntry = {
    n: 9,
    atMs: 0,
    kind: 'event',
    to: 'Tzurot',
    name: 'INTERACTION_CREATE',
    data: { data: { name: 'help' } },
  };

  expect(entries.map(entryGist).slice(0, 4)).toEqual(['', 'ada: @Lilith hello', '', 'Lilith: Hello']);
  expect(entryGist(command)).toBe('/help');
});

it('marks what was refused, what a fault touched and what went well', () => {
  const call: LogEntry = { n: 1, atMs: 0, kind: 'request', status: 200 };

  expect(entryTone(call)).toBe('good');
  expect(entryTone({ ...call, status: 404 })).toBe('bad');
  expect(entryTone({ ...call, fault: 'slow' })).toBe('odd');
  expect(entryTone({ ...call, verdict: { ok: false } })).toBe('bad');
});
