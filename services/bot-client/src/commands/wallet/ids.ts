import { customId, part, VENDORS } from '@tzurot/contracts';

/** Vendors whose keys a wallet can hold, as `{ id: label }`. */
export const KEY_VENDORS: Readonly<Record<string, string>> = Object.fromEntries(
  VENDORS.filter(({ keyForm }) => keyForm !== 'none').map(({ id, label }) => [id, label]),
);

const vendor = part.choice(Object.keys(KEY_VENDORS));

export const enterKeyId = customId('wallet:enter', { vendor });
export const setKeyId = customId('wallet:set', { vendor });
export const testKeyId = customId('wallet:test', { vendor });
