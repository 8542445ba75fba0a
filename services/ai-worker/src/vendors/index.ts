import type { VendorDefinition, VendorOptions } from './define-vendor.ts';
import { local } from './local/index.ts';
import { ollama } from './ollama/index.ts';
import { openai } from './openai/index.ts';
import { openrouter } from './openrouter/index.ts';
import type { Vendor } from './vendor.ts';

export type { VendorOptions } from './define-vendor.ts';
export type { Completion, TokenUsage, Vendor } from './vendor.ts';
export { VendorError, type VendorProblem } from './vendor-error.ts';

/** Every vendor; each must be in `VENDORS` of the contracts too, where people meet it. */
const vendorDefinitions: readonly VendorDefinition[] = [openrouter, openai, ollama, local];

/** The vendors that this operator offers, by id. */
export function createVendors(options: VendorOptions): ReadonlyMap<string, Vendor> {
  const created = vendorDefinitions.flatMap((definition) => definition.create(options) ?? []);
  return new Map(created.map((vendor) => [vendor.id, vendor]));
}
