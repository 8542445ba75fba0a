import type { Provider } from './provider.ts';

/** What an operator configured; a provider takes from it what it needs. */
export interface ProviderOptions {
  /** Up to and without `/chat/completions`. */
  openrouterUrl: string;
  /** Up to and without `/chat/completions`. */
  openaiUrl: string;
  ollamaUrl: string | null;
  localModelUrl: string;
  /** Stands in the requests of vendors that show where traffic comes from. */
  publicUrl: string | null;
}

export interface ProviderDefinition {
  id: string;
  label: string;
  /** @returns null when the operator's configuration does not offer this vendor */
  create(options: ProviderOptions): Provider | null;
}

/** Describes a vendor once; `providers/index.ts` lists it. */
export function defineProvider(definition: ProviderDefinition): ProviderDefinition {
  return definition;
}
