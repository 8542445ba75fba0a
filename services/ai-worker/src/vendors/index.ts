import { anthropic } from './anthropic/index.ts';
import { builtin } from './builtin/index.ts';
import { compatible } from './compatible/index.ts';
import { deepseek } from './deepseek/index.ts';
import { google } from './google/index.ts';
import { groq } from './groq/index.ts';
import { local } from './local/index.ts';
import { mistral } from './mistral/index.ts';
import { ollama } from './ollama/index.ts';
import { openai } from './openai/index.ts';
import { openrouter } from './openrouter/index.ts';
import type { ConnectOptions, Vendor, VendorDefinition } from './vendor.ts';
import { xai } from './xai/index.ts';

export { callVendor, checkKey, embedWith } from './call-vendor.ts';
export type { TokenUsage } from './token-usage.ts';
export type { Access, ChatEvent, KeyStanding, Vendor } from './vendor.ts';
export { VENDOR_PROBLEMS, VendorError, type VendorProblem } from './vendor-error.ts';

/** Every vendor, in the order in which a person's key is looked for when nothing else chooses a model. */
export const vendorDefinitions: readonly VendorDefinition[] = [
  openrouter,
  anthropic,
  openai,
  google,
  mistral,
  deepseek,
  groq,
  xai,
  compatible,
  ollama,
  local,
  builtin,
];

/** A vendor as this operator offers it; null without an address to call. */
export function connectVendor(
  definition: VendorDefinition,
  options: { url: string | undefined; hasOperatorKey?: boolean } & Omit<ConnectOptions, 'url'>,
): Vendor | null {
  const { id, label, keyHint, keyForm, defaultModel, embedding = null } = definition;
  const { isToy = false, tellsCost = false, makesOnlyVectors = false } = definition;
  const url = definition.url === null ? '' : (options.url ?? definition.url.usual);
  if (url === null) return null;
  const connection = definition.connect({ ...options, url: url.replace(/(?<!\/)\/+$/, '') });
  const servesGuests = options.hasOperatorKey === true || keyForm === 'none';
  const facts = {
    id,
    label,
    keyHint,
    keyForm,
    isToy,
    servesGuests,
    tellsCost,
    makesOnlyVectors,
    defaultModel,
    embedding,
  };
  return { ...facts, ...connection };
}
