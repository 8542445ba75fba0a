import { customId, LIMITS, part } from '@tzurot/contracts';

/** Plain text, because vendors come and go while messages with buttons stay. */
const vendor = part.text(LIMITS.vendorId);

export const enterKeyId = customId('wallet:enter', { vendor });
export const setKeyId = customId('wallet:set', { vendor });
export const setAddressId = customId('wallet:set-address', { vendor });
export const setCapId = customId('wallet:set-cap', { vendor });
export const testKeyId = customId('wallet:test', { vendor });
