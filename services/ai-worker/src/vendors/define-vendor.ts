import type { Vendor } from './vendor.ts';

/** What an operator configured; a vendor takes from it what it needs. */
export interface VendorOptions {
  /** Up to and without `/chat/completions`. */
  openrouterUrl: string;
  /** Up to and without `/chat/completions`. */
  openaiUrl: string;
  ollamaUrl: string | null;
  localModelUrl: string;
  /** Stands in the requests of vendors that show where traffic comes from. */
  publicUrl: string | null;
}

export interface VendorDefinition {
  id: string;
  label: string;
  /** @returns null when the operator's configuration does not offer this vendor */
  create(options: VendorOptions): Vendor | null;
}

/** Describes a vendor once; `vendors/index.ts` lists it. */
export function defineVendor(definition: VendorDefinition): VendorDefinition {
  return definition;
}
