import { expect, it } from 'vitest';
import { storableJson, storableText } from './storable.ts';

it('removes NUL and mends half characters, and leaves the rest alone', () => {
  expect(storableText('a\u0000b\ud83e🦊')).toBe('ab\ufffd🦊');
  expect(storableJson({ text: ['a\u0000', '\\u0000'], count: 1, none: null })).toBe(
    '{"text":["a","\\\\u0000"],"count":1,"none":null}',
  );
});
