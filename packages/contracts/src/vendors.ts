import { z } from 'zod';

import { LIMITS } from './limits.ts';

/** A model that turns text into vectors, by which memories are found though they share no word with the question. */
export const EmbeddingModel = z.object({
  model: z.string().max(LIMITS.modelId),
  /** Asked for with every text; a vector of 384 numbers stays in its row, where longer ones are kept apart and read slower. */
  dimensions: z.number().int().positive().max(4_096),
  /** How much its nearness counts beside shared words, in [0, 1]. Source: docs/memory.md, "Vectors". */
  weight: z.number().min(0).max(1),
  /** Whether it serves guests too, because it costs nobody anything. */
  isFree: z.boolean(),
});
export type EmbeddingModel = z.infer<typeof EmbeddingModel>;

/** What every service knows of somebody whose models we can call. */
export const VendorFacts = z.object({
  id: z.string().min(1).max(LIMITS.vendorId),
  label: z.string().min(1).max(80),
  /** How a key of theirs looks, for a person who pastes one. */
  keyHint: z.string().max(80),
  /** What a wallet keeps for them: a key, an address with a key, or nothing because the operator's own server asks nobody for one. */
  keyForm: z.enum(['key', 'address', 'none']),
  /** Runs here to try things out: nobody is sent there for a model. */
  isToy: z.boolean(),
  /** What somebody who has a key and has chosen no preset talks to; null where only the person knows. */
  defaultModel: z.string().max(LIMITS.modelId).nullable(),
  /** Null for a vendor without one that is there for certain. */
  embedding: EmbeddingModel.nullable(),
});
export type VendorFacts = z.infer<typeof VendorFacts>;

/** In the order in which a person's key is looked for when nothing else chooses a model. */
export const VENDORS: readonly VendorFacts[] = [
  {
    id: 'openrouter',
    label: 'OpenRouter',
    keyHint: 'sk-or-v1-…',
    keyForm: 'key',
    isToy: false,
    defaultModel: 'openrouter/auto',
    embedding: { model: 'openai/text-embedding-3-small', dimensions: 384, weight: 0.5, isFree: false },
  },
  {
    id: 'openai',
    label: 'OpenAI',
    keyHint: 'sk-…',
    keyForm: 'key',
    isToy: false,
    defaultModel: 'gpt-4.1-mini',
    embedding: { model: 'text-embedding-3-small', dimensions: 384, weight: 0.5, isFree: false },
  },
  // Which models an Ollama has is its operator's choice.
  {
    id: 'ollama',
    label: 'Ollama',
    keyHint: 'no key',
    keyForm: 'none',
    isToy: false,
    defaultModel: 'llama3.2',
    embedding: null,
  },
  {
    id: 'local',
    label: 'Local',
    keyHint: 'local-…',
    keyForm: 'key',
    isToy: true,
    defaultModel: 'local/story',
    // It knows letters and not meaning: more weight makes what is found worse.
    embedding: { model: 'local/embed', dimensions: 384, weight: 0.2, isFree: true },
  },
];

export function findVendor(id: string): VendorFacts | null {
  return VENDORS.find((vendor) => vendor.id === id) ?? null;
}

/** What vectors of a vendor may be compared with: those of the same vendor, model and length. Null when it makes none. */
export function vectorSpaceOf(vendorId: string): string | null {
  const embedding = findVendor(vendorId)?.embedding ?? null;
  return embedding && `${vendorId}/${embedding.model}/${embedding.dimensions}`;
}
