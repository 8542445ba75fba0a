import { expect, it } from 'vitest';
import { parseExactJson } from './exact-json.ts';

it('reads an id that is written as a number without rounding it', () => {
  expect(parseExactJson('{"id":1457706196008960001,"ids":[1457706196008960003,"1457706196008960005"]}')).toEqual({
    id: '1457706196008960001',
    ids: ['1457706196008960003', '1457706196008960005'],
  });
});

it('leaves every other number a number', () => {
  expect(parseExactJson('[1, -2.5, 9007199254740991, 1e30, "1457706196008960001"]')).toEqual([
    1,
    -2.5,
    9_007_199_254_740_991,
    1e30,
    '1457706196008960001',
  ]);
});
