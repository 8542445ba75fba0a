import { expect, it } from 'vitest';
import { CharacterPatch } from './characters.ts';
import { PersonaPatch } from './personas.ts';
import { PresetPatch } from './presets.ts';

it('leaves out what a patch does not name, so that a change of one field resets no other', () => {
  expect(CharacterPatch.parse({ slug: 'pip' })).toEqual({ slug: 'pip' });
  expect(PersonaPatch.parse({ name: 'Ada' })).toEqual({ name: 'Ada' });
  expect(PresetPatch.parse({})).toEqual({});
});

it('still checks what a patch names', () => {
  expect(PersonaPatch.safeParse({ name: '' }).success).toBe(false);
  expect(PresetPatch.safeParse({ contextTokens: 1 }).success).toBe(false);
});
