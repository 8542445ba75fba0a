import { expect, it } from 'vitest';

import { hashText } from './text-hash.ts';

it('is the same for what Discord makes of a text', () => {
  expect(hashText('  Hello\r\nthere. ')).toBe(hashText('Hello\nthere.'));
  expect(hashText('caf\u00e9')).toBe(hashText('cafe\u0301'));
});

it('differs with the words, and fits the ledger', () => {
  expect(hashText('Hello')).not.toBe(hashText('hello'));
  expect(hashText('Hello')).toMatch(/^[0-9a-f]{64}$/);
});
