import { AppError } from '@tzurot/platform';
import { expect, it } from 'vitest';
import { explainDatabaseError } from './errors.ts';

const failed = (code: string) => Object.assign(new Error('the statement failed'), { code });

it.each([
  ['a connection that is gone', '08006', 'unavailable'],
  ['a full disk', '53100', 'unavailable'],
  ['a database that is read-only for a while', '25006', 'unavailable'],
  ['two transactions that waited for each other', '40P01', 'unavailable'],
  ['a statement that was given up', '57014', 'unavailable'],
  ['a text that cannot be stored', '22021', 'invalid-input'],
  ['something that was deleted in the meantime', '23503', 'gone'],
])('says what %s means to whoever called', (_what, code, meaning) => {
  expect(explainDatabaseError(failed(code))).toMatchObject({ code: meaning });
});

it('leaves alone what it does not know, and what is explained already', () => {
  const [unknown, explained] = [failed('42601'), new AppError('conflict', 'taken')];

  expect(explainDatabaseError(unknown)).toBe(unknown);
  expect(explainDatabaseError(explained)).toBe(explained);
});
