import type { EffectivePreset, Payer, VendorCatalogue } from '@tzurot/contracts';
import type { GuestModel } from '../context.ts';

export interface ActiveKey {
  id: string;
  vendor: string;
}

/** What a person without any preset talks with, in tokens. */
const BUILT_IN_CONTEXT_TOKENS = 16_384;

/**
 * The first preset that this person can use: those chosen by the tiers, nearest first; then the default
 * model of the first vendor whose key they hold; then what the operator offers guests: a preset, else the
 * configured model. A preset whose vendor
 * takes no key of theirs is skipped, so that somebody's own key is never left unused for a guest's model.
 * @returns null when nothing can be used
 */
export function choosePreset(
  chosen: readonly EffectivePreset[],
  keys: readonly ActiveKey[],
  guest: GuestModel | null,
  vendors: VendorCatalogue,
): { preset: EffectivePreset; payer: Payer } | null {
  const tiers = chosen.filter(({ source }) => source !== 'guest');
  const candidates = [...tiers, ...builtIns(keys, vendors)];
  for (const preset of candidates) {
    const payer = findPayer(preset.vendor, keys, vendors);
    if (payer !== null) return { preset, payer };
  }
  const forGuests = chosen.find(
    ({ source, vendor }) => source === 'guest' && vendors.find(vendor)?.servesGuests === true,
  );
  if (forGuests !== undefined) return { preset: forGuests, payer: { kind: 'free' } };
  if (guest === null) return null;
  return { preset: plainPreset('guest', guest.vendor, guest.model), payer: { kind: 'free' } };
}

/** What a turn without any usable model names, since a refusal needs no model. */
export function placeholderPreset(vendors: VendorCatalogue): EffectivePreset {
  const [vendor] = vendors.list();
  return plainPreset('built-in', vendor?.id ?? '', vendor?.defaultModel ?? '');
}

function builtIns(keys: readonly ActiveKey[], vendors: VendorCatalogue): EffectivePreset[] {
  const held = new Set(keys.map((key) => key.vendor));
  return vendors
    .list()
    .flatMap(({ id, defaultModel }) =>
      held.has(id) && defaultModel !== null ? [plainPreset('built-in', id, defaultModel)] : [],
    );
}

function findPayer(vendorId: string, keys: readonly ActiveKey[], vendors: VendorCatalogue): Payer | null {
  const key = keys.find(({ vendor }) => vendor === vendorId);
  if (key) return { kind: 'user', walletKeyId: key.id };
  return vendors.find(vendorId)?.keyForm === 'none' ? { kind: 'free' } : null;
}

function plainPreset(source: EffectivePreset['source'], vendor: string, model: string): EffectivePreset {
  const name = source === 'guest' ? 'Guest' : 'Built-in';
  return { source, name, vendor, model, contextTokens: BUILT_IN_CONTEXT_TOKENS, parameters: {} };
}
