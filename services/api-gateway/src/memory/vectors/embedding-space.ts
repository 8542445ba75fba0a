import { findVendor, type Payer, VENDORS, vectorSpaceOf } from '@tzurot/contracts';

/** The spaces in which any vendor of ours makes vectors. */
export const SPACES: readonly string[] = VENDORS.flatMap((vendor) => vectorSpaceOf(vendor.id) ?? []);

/** In which space a vendor makes vectors for whoever pays so; null when it makes none, or none for nothing. */
export function spaceFor(vendor: string, payer: Payer['kind']): string | null {
  const isServed = payer === 'user' || findVendor(vendor)?.embedding?.isFree === true;
  return isServed ? vectorSpaceOf(vendor) : null;
}

/** How much nearness in a space counts beside shared words; null for a space that no vendor of ours has any more. */
export function weightOf(space: string): number | null {
  return VENDORS.find((vendor) => vectorSpaceOf(vendor.id) === space)?.embedding?.weight ?? null;
}
