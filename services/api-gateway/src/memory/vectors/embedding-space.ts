import { type Payer, type VendorCatalogue, type VendorFacts, vectorSpaceOf } from '@tzurot/contracts';

/** The spaces in which vendors make vectors. */
export function spacesOf(vendors: VendorCatalogue): string[] {
  return all(vendors).flatMap((vendor) => vectorSpaceOf(vendor) ?? []);
}

/** Who makes vectors of what was said in a turn. */
export interface Embedder {
  vendor: string;
  space: string;
  /** It runs in the worker: nothing is sent anywhere, and nobody pays. */
  isOurs: boolean;
}

/** The vendor that answers, where it makes vectors for whoever pays so; else the one that makes them for everybody. */
export function embedderFor(vendorId: string, payer: Payer['kind'], vendors: VendorCatalogue): Embedder | null {
  const own = vendors.find(vendorId);
  const ownSpace = own && (payer === 'user' || own.embedding?.isFree === true) ? vectorSpaceOf(own) : null;
  if (ownSpace !== null) return { vendor: vendorId, space: ownSpace, isOurs: false };
  const ours = vendors.embedder();
  const space = ours && vectorSpaceOf(ours);
  return ours === null || space === null ? null : { vendor: ours.id, space, isOurs: true };
}

/** How much nearness in a space counts beside shared words; null for a space in which no vendor makes vectors any more. */
export function weightOf(space: string, vendors: VendorCatalogue): number | null {
  return all(vendors).find((vendor) => vectorSpaceOf(vendor) === space)?.embedding?.weight ?? null;
}

function all(vendors: VendorCatalogue): VendorFacts[] {
  const ours = vendors.embedder();
  return [...vendors.list(), ...(ours === null ? [] : [ours])];
}
