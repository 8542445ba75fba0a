import { describe, expect, it } from 'vitest';

import { decodeCaller, decodeQuery, encodeCaller, encodeQuery, fillPath } from './wire.ts';

describe('the wire', () => {
  it.each([
    {},
    { search: 'Lilith & co', page: 2, isPublic: true, tags: ['a', 'b'], nothing: null },
    { search: '2', flag: 'true', text: 'a:b=c' },
    { names: ['only'], empty: '' },
  ])('carries a query with its types', (query) => {
    expect(decodeQuery(encodeQuery(query))).toEqual(query);
  });

  it('leaves absent values out of a query', () => {
    expect(encodeQuery({ page: undefined, search: 'x' })).toBe('search=x');
  });

  it('does not let a query reach the prototype', () => {
    expect(decodeQuery('__proto__:={"polluted":true}')).not.toHaveProperty('polluted');
  });

  it('carries a caller whatever the name', () => {
    const caller = { id: '1', name: 'Zoë 🦊 "quoted"\n' };

    expect(encodeCaller(caller)).toMatch(/^[\x20-\x7e]+$/);
    expect(decodeCaller(encodeCaller(caller))).toEqual(caller);
  });

  it('fills a path with encoded parameters and refuses to leave one out', () => {
    expect(fillPath('/user/characters/:id/aliases/:alias', { id: 'a/b', alias: 'ü?' })).toBe(
      '/user/characters/a%2Fb/aliases/%C3%BC%3F',
    );
    expect(() => fillPath('/user/characters/:id', {})).toThrow(/id .* missing/);
    expect(() => fillPath('/user/characters/:id', { id: '' })).toThrow(/missing/);
  });
});
