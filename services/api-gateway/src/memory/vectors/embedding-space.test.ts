import { createVendorCatalogue, type VendorFacts } from '@tzurot/contracts';
import { sampleVendors } from '@tzurot/platform/testing';
import { expect, it } from 'vitest';
import { embedderFor, spacesOf, weightOf } from './embedding-space.ts';

const ours: VendorFacts = {
  id: 'builtin',
  label: 'Built in',
  keyHint: '',
  keyForm: 'none',
  isToy: false,
  servesGuests: true,
  tellsCost: false,
  makesOnlyVectors: true,
  defaultModel: null,
  embedding: { model: 'use', dimensions: 8, weight: 0.4, isFree: true },
};
const vendors = createVendorCatalogue([...sampleVendors, ours]);

it('has a vendor that makes vectors make them for its own people, and the built-in one for everybody else', () => {
  const builtIn = { vendor: 'builtin', space: 'builtin/use/8', isOurs: true };

  expect(embedderFor('openai', 'user', vendors)).toMatchObject({ vendor: 'openai', isOurs: false });
  expect(embedderFor('openai', 'free', vendors)).toEqual(builtIn);
  expect(embedderFor('compatible', 'user', vendors)).toEqual(builtIn);
  expect(embedderFor('compatible', 'user', createVendorCatalogue(sampleVendors))).toBeNull();
});

it('is offered to nobody as a vendor, and its vectors count', () => {
  expect(vendors.find('builtin')).toBeNull();
  expect(vendors.list().map(({ id }) => id)).not.toContain('builtin');
  expect(spacesOf(vendors)).toContain('builtin/use/8');
  expect(weightOf('builtin/use/8', vendors)).toBe(0.4);
});
