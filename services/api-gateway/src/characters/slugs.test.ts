import { Slug } from '@tzurot/contracts';
import { expect, it } from 'vitest';
import { toSlug } from './slugs.ts';

it.each([
  ['Lilith', 'lilith'],
  ['Ana María', 'ana-maria'],
  ['  --Dr. Strange!! ', 'dr-strange'],
  ['ＦＵＬＬ width', 'full-width'],
  ['リリス', 'character'],
  ['🦊', 'character'],
  ['x'.repeat(80), 'x'.repeat(64)],
  [`${'x'.repeat(63)} tail`, 'x'.repeat(63)],
])('makes a valid slug of %s', (name, slug) => {
  expect(toSlug(name)).toBe(slug);
  expect(Slug.safeParse(toSlug(name)).success).toBe(true);
});
