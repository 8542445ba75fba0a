import { quoteIdentifier } from './quote.ts';
import { readIdentifier, type Statement, skipBlank, splitStatements } from './statements.ts';

/** What a statement does to its session, beyond the database. All clients share one session, so the server keeps track. */
export type SessionEffect =
  | { kind: 'listen'; channel: string }
  | { kind: 'unlisten'; channel: string }
  | { kind: 'unlisten-all' }
  /** `customNames` are those with a dot, which Postgres does not list. */
  | { kind: 'settings'; customNames: string[] }
  | { kind: 'forget-statements' };

export interface SessionSql {
  /** What to run instead of the text given; the same object when nothing had to change. */
  sql: string;
  effects: SessionEffect[];
}

/** Gives the name under which the shared session knows a client's prepared statement. */
export type StatementNaming = (name: string, use: 'define' | 'use' | 'forget') => string;

const touchesSession =
  /\b(?:un)?listen\b|\b(?:re)?set\b|\bset_config\b|\bdiscard\b|\bcopy\b|\bprepare\b|\bexecute\b|\bdeallocate\b/i;

// Nobody listens here, so this succeeds and changes nothing.
const unlistenNothing = 'UNLISTEN "local-postgres: nothing"';

/** Finds what `sql` does to the session, and rewrites what would touch the sessions of others. */
export function readSessionSql(sql: string, nameStatement: StatementNaming): SessionSql {
  if (!touchesSession.test(sql)) return { sql, effects: [] };
  const effects: SessionEffect[] = [];
  if (/\bset_config\b/i.test(sql)) effects.push({ kind: 'settings', customNames: namesInSetConfig(sql) });
  let rewritten = '';
  let copied = 0;
  for (const statement of splitStatements(sql)) {
    const reading = readStatement(sql, statement, nameStatement);
    if (!reading) continue;
    effects.push(...reading.effects);
    if (reading.sql === undefined) continue;
    rewritten += sql.slice(copied, statement.start) + reading.sql;
    copied = statement.end;
  }
  return { sql: copied === 0 ? sql : rewritten + sql.slice(copied), effects };
}

interface StatementReading {
  effects: SessionEffect[];
  sql?: string;
}

function readStatement(sql: string, statement: Statement, nameStatement: StatementNaming): StatementReading | null {
  switch (statement.keyword) {
    case 'listen': {
      const channel = readIdentifier(sql, statement.restStart)?.name;
      return channel === undefined ? null : { effects: [{ kind: 'listen', channel }] };
    }
    case 'unlisten':
      return readUnlisten(sql, statement);
    case 'set':
      return readSet(sql, statement);
    case 'reset':
      return { effects: [{ kind: 'settings', customNames: [] }] };
    case 'discard':
      return readDiscard(sql, statement);
    case 'copy':
      return readCopy(sql, statement);
    case 'prepare':
    case 'execute':
    case 'deallocate':
      return readPrepared(sql, statement, nameStatement);
    default:
      return null;
  }
}

function readSet(sql: string, statement: Statement): StatementReading | null {
  let target = readIdentifier(sql, statement.restStart);
  // These end with the transaction, so the session does not carry them on.
  if (['local', 'transaction', 'constraints'].includes(target?.name ?? '')) return null;
  if (target?.name === 'session') target = readIdentifier(sql, target.end);
  const hasDot = target !== null && sql.charAt(target.end) === '.';
  const rest = target && hasDot ? readIdentifier(sql, target.end + 1) : null;
  return { effects: [{ kind: 'settings', customNames: target && rest ? [`${target.name}.${rest.name}`] : [] }] };
}

function namesInSetConfig(sql: string): string[] {
  return [...sql.matchAll(/\bset_config\s*\(\s*'([\w.]+\.\w+)'/gi)].map(([, name]) => (name ?? '').toLowerCase());
}

function readUnlisten(sql: string, statement: Statement): StatementReading | null {
  if (sql.charAt(skipBlank(sql, statement.restStart)) === '*') {
    return { sql: unlistenNothing, effects: [{ kind: 'unlisten-all' }] };
  }
  const channel = readIdentifier(sql, statement.restStart)?.name;
  return channel === undefined ? null : { sql: unlistenNothing, effects: [{ kind: 'unlisten', channel }] };
}

function readDiscard(sql: string, statement: Statement): StatementReading | null {
  if (readIdentifier(sql, statement.restStart)?.name !== 'all') return null;
  const effects: SessionEffect[] = [
    { kind: 'settings', customNames: [] },
    { kind: 'unlisten-all' },
    { kind: 'forget-statements' },
  ];
  return { sql: 'RESET ALL', effects };
}

function readCopy(sql: string, statement: Statement): StatementReading | null {
  const text = sql.slice(statement.start, statement.end);
  if (/\bto\s+stdout\b/i.test(text) && !/\bfrom\s+stdin\b/i.test(text)) return null;
  return {
    effects: [],
    sql: refuse(
      'COPY into a table, and COPY to or from a file, are not supported by the local database',
      'Use INSERT, with many rows in one statement.',
    ),
  };
}

function readPrepared(sql: string, statement: Statement, nameStatement: StatementNaming): StatementReading | null {
  let target = readIdentifier(sql, statement.restStart);
  if (statement.keyword === 'prepare' && target?.name === 'transaction') return null;
  if (statement.keyword === 'deallocate') {
    if (target?.name === 'prepare') target = readIdentifier(sql, target.end);
    if (target && sql.slice(target.start, target.end).toLowerCase() === 'all') {
      return { sql: unlistenNothing, effects: [{ kind: 'forget-statements' }] };
    }
  }
  if (!target) return null;
  const uses = { prepare: 'define', execute: 'use', deallocate: 'forget' } as const;
  const name = nameStatement(target.name, uses[statement.keyword as keyof typeof uses]);
  const renamed = `${sql.slice(statement.start, target.start)}${quoteIdentifier(name)}${sql.slice(target.end, statement.end)}`;
  return { sql: renamed, effects: [] };
}

/** A statement that fails with a clear error, so that the transaction around it fails as it would in Postgres. */
function refuse(message: string, hint: string): string {
  return `DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''0A000'', MESSAGE = ''${message}'', HINT = ''${hint}''; END'`;
}
