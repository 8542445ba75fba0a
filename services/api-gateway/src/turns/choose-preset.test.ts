import { createVendorCatalogue, type EffectivePreset } from '@tzurot/contracts';
import { sampleVendors } from '@tzurot/platform/testing';
import { expect, it } from 'vitest';
import { choosePreset } from './choose-preset.ts';

const preset = (source: EffectivePreset['source'], vendor: string): EffectivePreset => ({
  source,
  name: source,
  vendor,
  model: `${vendor}/model`,
  contextTokens: 8_192,
  parameters: {},
});
const vendors = createVendorCatalogue(sampleVendors);
const guest = { vendor: 'local', model: 'local/story' };

it('takes the nearest tier whose vendor the person has a key for', () => {
  const tiers = [preset('user-character', 'openai'), preset('user', 'openrouter'), preset('global', 'openrouter')];

  expect(choosePreset(tiers, [{ id: 'k', vendor: 'openrouter' }], guest, vendors)).toMatchObject({
    preset: { source: 'user' },
    payer: { kind: 'user', walletKeyId: 'k' },
  });
});

it('falls back to the first known vendor that the person has a key for', () => {
  const keys = [
    { id: 'l', vendor: 'local' },
    { id: 'o', vendor: 'openai' },
  ];

  expect(choosePreset([], keys, guest, vendors)).toMatchObject({
    preset: { source: 'built-in', vendor: 'openai' },
    payer: { kind: 'user', walletKeyId: 'o' },
  });
});

it('lets nobody pay for a vendor that needs no key', () => {
  expect(choosePreset([preset('character', 'ollama')], [], null, vendors)).toMatchObject({
    preset: { source: 'character' },
    payer: { kind: 'free' },
  });
});

it('gives people without a usable key the free model for guests, or nothing', () => {
  const tiers = [preset('character', 'openai')];

  expect(choosePreset(tiers, [], guest, vendors)).toMatchObject({
    preset: { source: 'guest', model: 'local/story' },
    payer: { kind: 'free' },
  });
  expect(choosePreset(tiers, [], null, vendors)).toBeNull();
});
