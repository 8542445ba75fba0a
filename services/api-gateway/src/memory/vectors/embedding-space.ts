import { type Payer, type VendorCatalogue, vectorSpaceOf } from '@tzurot/contracts';

/** The spaces in which vendors make vectors. */
export function spacesOf(vendors: VendorCatalogue): string[] {
  return vendors.list().flatMap((vendor) => vectorSpaceOf(vendor) ?? []);
}

/** In which space a vendor makes vectors for whoever pays so; null when it makes none, or none for nothing. */
export function spaceFor(vendorId: string, payer: Payer['kind'], vendors: VendorCatalogue): string | null {
  const vendor = vendors.find(vendorId);
  if (vendor === null) return null;
  return payer === 'user' || vendor.embedding?.isFree === true ? vectorSpaceOf(vendor) : null;
}

/** How much nearness in a space counts beside shared words; null for a space in which no vendor makes vectors any more. */
export function weightOf(space: string, vendors: VendorCatalogue): number | null {
  return vendors.list().find((vendor) => vectorSpaceOf(vendor) === space)?.embedding?.weight ?? null;
}
