import type { ProviderDefinition, ProviderOptions } from './define-provider.ts';
import { local } from './local/index.ts';
import { ollama } from './ollama/index.ts';
import { openai } from './openai/index.ts';
import { openrouter } from './openrouter/index.ts';
import type { Provider } from './provider.ts';

export type { ProviderOptions } from './define-provider.ts';
export type { Completion, Provider, TokenUsage } from './provider.ts';
export { ProviderError, type ProviderProblem } from './provider-error.ts';

/** Every vendor; each must be in `VENDORS` of the contracts too, where people meet it. */
const providerDefinitions: readonly ProviderDefinition[] = [openrouter, openai, ollama, local];

/** The vendors that this operator offers, by id. */
export function createProviders(options: ProviderOptions): ReadonlyMap<string, Provider> {
  const created = providerDefinitions.flatMap((definition) => definition.create(options) ?? []);
  return new Map(created.map((provider) => [provider.id, provider]));
}
