import { describe, expect, it } from 'vitest';
import { readIdentifier, splitStatements } from './statements.ts';

const split = (sql: string) => splitStatements(sql).map(({ start, end }) => sql.slice(start, end));

describe('splitStatements', () => {
  it.each([
    ['nothing', '', []],
    ['only blanks and comments', ' ; -- a;b\n /* c; */ ;', []],
    ['two statements', 'select 1; select 2', ['select 1', 'select 2']],
    ['a semicolon in text', "select 'a;''b;'; listen x", ["select 'a;''b;'", 'listen x']],
    ['a backslash in plain text', "select '\\'; listen x", ["select '\\'", 'listen x']],
    ['a backslash in escaped text', "select e'\\';'; listen x", ["select e'\\';'", 'listen x']],
    ['a column that ends in e before text', "select name'\\'; listen x", ["select name'\\'", 'listen x']],
    ['a semicolon in a name', 'select ";"; x', ['select ";"', 'x']],
    ['dollar quotes', 'do $a$ ; $$ ; $a$; listen x', ['do $a$ ; $$ ; $a$', 'listen x']],
    ['parameters, which are no dollar quotes', 'select $1; select $2; x', ['select $1', 'select $2', 'x']],
    ['a dollar inside a name', 'select a$b$; listen c$b$', ['select a$b$', 'listen c$b$']],
    ['nested comments', '/* /* ; */ ; */ select 1; x', ['select 1', 'x']],
    ['comments inside', 'select /* ; */ 1 -- ;\n; x', ['select /* ; */ 1 -- ;\n', 'x']],
    ['text that does not end', "select 'a; x", ["select 'a; x"]],
    ['a comment that does not end', 'select 1; /* x', ['select 1']],
  ])('splits %s', (_what, sql, statements) => {
    expect(split(sql)).toEqual(statements);
  });

  it('gives the first word in lower case', () => {
    expect(splitStatements('/*+ hint */ LISTEN a; (select 1); Set x = 1').map(({ keyword }) => keyword)).toEqual([
      'listen',
      'set',
    ]);
  });
});

describe('readIdentifier', () => {
  it.each([
    [' Foo', 'foo'],
    [' "Foo""Bar"', 'Foo"Bar'],
    ['/* c */ "a:b"', 'a:b'],
    [' größe;', 'größe'],
    [' a$1 ', 'a$1'],
  ])('reads %j as Postgres does', (sql, name) => {
    expect(readIdentifier(sql, 0)?.name).toBe(name);
  });

  it.each([' 1a', " 'a'", '', ' *'])('finds no name in %j', (sql) => {
    expect(readIdentifier(sql, 0)).toBeNull();
  });
});
