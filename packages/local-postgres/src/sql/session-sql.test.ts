import { describe, expect, it } from 'vitest';
import { readSessionSql } from './session-sql.ts';

const shared = (name: string, use: string) => `${use}:${name}`;
const read = (sql: string) => readSessionSql(sql, shared);

describe('readSessionSql', () => {
  it.each([
    'select 1',
    "update t set listen = 'x'",
    "insert into t values ('listen a; copy b from stdin; discard all')",
    'set local search_path to x',
    'set transaction isolation level serializable',
    'copy t to stdout',
    'select copy, prepare from t',
    "prepare transaction 'x'",
  ])('leaves %j alone', (sql) => {
    expect(read(sql)).toEqual({ sql, effects: [] });
  });

  it.each([
    ['listen a', { kind: 'listen', channel: 'a' }],
    ['/* bull */ LISTEN "a:B"', { kind: 'listen', channel: 'a:B' }],
    ['LISTEN Jobs;', { kind: 'listen', channel: 'jobs' }],
    ['set search_path to a', { kind: 'settings', customNames: [] }],
    ['SET session x = 1', { kind: 'settings', customNames: [] }],
    ['set session App.Person = 1', { kind: 'settings', customNames: ['app.person'] }],
    ['reset all', { kind: 'settings', customNames: [] }],
    ["select set_config('a.b', 'c', false)", { kind: 'settings', customNames: ['a.b'] }],
    ["select set_config('work_mem', $1, false)", { kind: 'settings', customNames: [] }],
  ])('notices %j and runs it as it is', (sql, effect) => {
    expect(read(sql)).toEqual({ sql, effects: [effect] });
  });

  it('finds the effects of each statement of a text', () => {
    const { sql, effects } = read('listen a; update t set x = 1; unlisten b; listen "C"');

    expect(sql).toBe('listen a; update t set x = 1; UNLISTEN "local-postgres: nothing"; listen "C"');
    expect(effects).toEqual([
      { kind: 'listen', channel: 'a' },
      { kind: 'unlisten', channel: 'b' },
      { kind: 'listen', channel: 'C' },
    ]);
  });

  it.each([
    ['unlisten *', 'UNLISTEN "local-postgres: nothing"', ['unlisten-all']],
    ['discard all', 'RESET ALL', ['settings', 'unlisten-all', 'forget-statements']],
    ['deallocate all', 'UNLISTEN "local-postgres: nothing"', ['forget-statements']],
    ['deallocate prepare all', 'UNLISTEN "local-postgres: nothing"', ['forget-statements']],
  ])('does not let %j touch what others hold', (sql, rewritten, kinds) => {
    const reading = read(sql);

    expect(reading.sql).toBe(rewritten);
    expect(reading.effects.map(({ kind }) => kind)).toEqual(kinds);
  });

  it.each([
    ['PREPARE p (int) AS select $1', 'PREPARE "define:p" (int) AS select $1'],
    ['execute p(1)', 'execute "use:p"(1)'],
    ['deallocate "P"', 'deallocate "forget:P"'],
    ['deallocate prepare p', 'deallocate prepare "forget:p"'],
    ['deallocate "all"', 'deallocate "forget:all"'],
  ])('names the prepared statement of %j for this client only', (sql, rewritten) => {
    expect(read(sql).sql).toBe(rewritten);
  });

  it.each([
    'copy t from stdin',
    '/* x */ COPY t (a) FROM STDIN WITH (FORMAT csv)',
    "copy t to '/tmp/x'",
    'copy t from program $$x$$',
  ])('replaces %j by an error', (sql) => {
    expect(read(sql).sql).toMatch(/^(\/\* x \*\/ )?DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''0A000''/);
  });
});
