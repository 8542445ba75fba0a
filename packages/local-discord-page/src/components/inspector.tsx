import { ArrowDownLeft, ArrowUpRight, Info, Trash2, TriangleAlert, X } from 'lucide';
import type { JSX } from 'preact';
import { memo } from 'preact/compat';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { entryGist, entryTitle, entryTone, filterEntries, type InspectorFilter } from '../client/inspector-filter.ts';
import type { InspectorLog, LogEntry } from '../client/inspector-log.ts';
import { peopleNames } from '../client/people.ts';
import { toggleInspector } from '../client/settings.ts';
import { fileSize } from '../state/times.ts';
import { Icon } from './icon.tsx';
import { JsonView } from './json-view.tsx';

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hour12: false,
});

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

/** The part of a path that says what is done; ids and tokens are only in the way. */
const shortPath = (path: string): string =>
  decoded(path)
    .replace(/^\/api\/v\d+/u, '')
    .replace(/\/(?:\d{17,20}|[\w.-]{40,})/gu, '/…')
    .replace(/\?.*$/u, '');

const Title = ({ entry }: { entry: LogEntry }): JSX.Element => {
  if (entry.kind === 'request') {
    return (
      <>
        <b class="method">{entry.method}</b> <span class="log-path">{shortPath(entry.path ?? '')}</span>
      </>
    );
  }
  return <span class="log-name">{entryTitle(entry)}</span>;
};

const Gist = ({ entry }: { entry: LogEntry }): JSX.Element | null => {
  const gist = entryGist(entry);
  return gist === '' ? null : <span class="log-gist">{gist}</span>;
};

const Verdict = ({ entry }: { entry: LogEntry }): JSX.Element | null => {
  if (entry.verdict === undefined) return null;
  return entry.verdict.ok ? (
    <p class="verdict good">Fits Discord's API description.</p>
  ) : (
    <div class="verdict bad">
      <p>Does not fit Discord's API description:</p>
      <ul>
        {entry.verdict.problems?.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </div>
  );
};

const Details = ({ entry }: { entry: LogEntry }): JSX.Element => (
  <div class="log-details">
    {entry.kind === 'request' && (
      <p class="log-facts">
        {entry.path}
        <br />
        by {entry.by} · answered {entry.status} after {(entry.tookMs ?? 0).toFixed(1)} ms
      </p>
    )}
    {entry.fault !== undefined && <p class="verdict bad">Touched by the fault {entry.fault}.</p>}
    <Verdict entry={entry} />
    {entry.files !== undefined && entry.files.length > 0 && (
      <p class="log-facts">
        Files: {entry.files.map((file) => `${file.name} (${fileSize(file.sizeBytes)})`).join(', ')}
      </p>
    )}
    {entry.body !== undefined && <JsonView label="Body" value={entry.body} />}
    {entry.answer !== undefined && <JsonView label="Answer" value={entry.answer} />}
    {entry.data !== undefined && <JsonView label="Data" value={entry.data} />}
    {entry.detail !== undefined && <JsonView label="Detail" value={entry.detail} />}
  </div>
);

const KindIcon = ({ entry }: { entry: LogEntry }): JSX.Element => {
  if (entry.kind === 'notice') return <Icon node={entryTone(entry) === 'bad' ? TriangleAlert : Info} size={14} />;
  return <Icon node={entry.kind === 'event' ? ArrowDownLeft : ArrowUpRight} size={14} />;
};

const DIRECTIONS = { request: 'call', event: 'event', received: 'payload', notice: 'notice' } as const;

const Entry = memo(({ entry }: { entry: LogEntry }): JSX.Element => {
  const [isOpen, setIsOpen] = useState(false);
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isOpen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  const tone = entryTone(entry);
  return (
    <li ref={row} class="log-entry" data-tone={tone} data-kind={entry.kind}>
      <button type="button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        <KindIcon entry={entry} />
        <span class="visually-hidden">{DIRECTIONS[entry.kind]}</span>
        <span class="log-title">
          <Title entry={entry} /> <Gist entry={entry} />
        </span>
        {entry.status !== undefined && <span class="log-status">{entry.status}</span>}
        {entry.tookMs !== undefined && <span class="log-took">{entry.tookMs.toFixed(0)} ms</span>}
        <time class="log-time" dateTime={new Date(entry.atMs).toISOString()}>
          {clock.format(entry.atMs)}
        </time>
      </button>
      {isOpen && <Details entry={entry} />}
    </li>
  );
});

const PEOPLE: ReadonlySet<string> = new Set(peopleNames);

const SIDES: readonly { side: InspectorFilter['side']; label: string }[] = [
  { side: 'all', label: 'All' },
  { side: 'events', label: 'Events' },
  { side: 'calls', label: 'Calls' },
];

/** The right-hand side: every gateway event the bot got and every call it made, with what came of it. */
export const Inspector = ({ log }: { log: InspectorLog }): JSX.Element => {
  const [filter, setFilter] = useState<InspectorFilter>({ side: 'all', withPeople: false, typed: '' });
  const list = useRef<HTMLOListElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => log.start(), [log]);
  const entries = log.entries.value;
  const shown = useMemo(() => filterEntries(entries, filter, PEOPLE), [entries, filter]);
  useEffect(() => {
    if (isAtEnd.current) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [shown]);

  return (
    <aside class="inspector" aria-label="Inspector">
      <header>
        <h2>Inspector</h2>
        <button type="button" class="icon-button" aria-label="Clear the list" title="Clear" onClick={log.clear}>
          <Icon node={Trash2} size={18} />
        </button>
        <button type="button" class="icon-button" aria-label="Close the inspector" onClick={toggleInspector}>
          <Icon node={X} size={18} />
        </button>
      </header>
      <div class="inspector-filter">
        <div class="segments" role="radiogroup" aria-label="Show">
          {SIDES.map(({ side, label }) => (
            <button
              key={side}
              type="button"
              role="radio"
              aria-checked={filter.side === side}
              onClick={() => setFilter({ ...filter, side })}
            >
              {label}
            </button>
          ))}
        </div>
        <label class="inspector-people">
          <input
            type="checkbox"
            checked={filter.withPeople}
            onChange={(event) => setFilter({ ...filter, withPeople: event.currentTarget.checked })}
          />
          people too
        </label>
        <input
          class="field"
          type="search"
          placeholder="Filter by name, path or text"
          aria-label="Filter"
          value={filter.typed}
          onInput={(event) => setFilter({ ...filter, typed: event.currentTarget.value })}
        />
      </div>
      {log.problem.value !== null && (
        <p class="banner" role="status">
          {log.problem.value}
        </p>
      )}
      <ol
        ref={list}
        class="log"
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          isAtEnd.current = scrollHeight - scrollTop - clientHeight < 40;
        }}
      >
        {shown.map((entry) => (
          <Entry key={entry.n} entry={entry} />
        ))}
        {shown.length === 0 && (
          <li class="empty-note">
            {entries.length === 0
              ? 'Nothing yet. What the bot hears and says appears here as it happens.'
              : 'Nothing fits the filter.'}
          </li>
        )}
      </ol>
    </aside>
  );
};
