/** A model that turns text into vectors, by which memories are found though they share no word with the question. */
export interface EmbeddingModel {
  readonly model: string;
  /** Asked for with every text; a vector of 384 numbers stays in its row, where longer ones are kept apart and read slower. */
  readonly dimensions: number;
  /** How much its nearness counts beside shared words, in [0, 1]. Source: docs/memory.md, "Vectors". */
  readonly weight: number;
  /** Whether it serves guests too, because it costs nobody anything. */
  readonly isFree: boolean;
}

/** Somebody whose models we can call, and whose keys a wallet can hold. */
export interface Vendor {
  readonly id: string;
  readonly label: string;
  /** How a key of theirs looks, for a person who pastes one. */
  readonly keyHint: string;
  /** False when the operator's own server needs no key of anybody. */
  readonly needsKey: boolean;
  /** Runs here to try things out: nobody is sent there for a model. */
  readonly isToy: boolean;
  /** What somebody who has a key and has chosen no preset talks to. */
  readonly defaultModel: string;
  /** Null for a vendor without one that is there for certain. */
  readonly embedding: EmbeddingModel | null;
}

/** In the order in which a person's key is looked for when nothing else chooses a model. */
export const VENDORS: readonly Vendor[] = [
  {
    id: 'openrouter',
    label: 'OpenRouter',
    keyHint: 'sk-or-v1-…',
    needsKey: true,
    isToy: false,
    defaultModel: 'openrouter/auto',
    embedding: { model: 'openai/text-embedding-3-small', dimensions: 384, weight: 0.5, isFree: false },
  },
  {
    id: 'openai',
    label: 'OpenAI',
    keyHint: 'sk-…',
    needsKey: true,
    isToy: false,
    defaultModel: 'gpt-4.1-mini',
    embedding: { model: 'text-embedding-3-small', dimensions: 384, weight: 0.5, isFree: false },
  },
  // Which models an Ollama has is its operator's choice.
  {
    id: 'ollama',
    label: 'Ollama',
    keyHint: 'no key',
    needsKey: false,
    isToy: false,
    defaultModel: 'llama3.2',
    embedding: null,
  },
  {
    id: 'local',
    label: 'Local',
    keyHint: 'local-…',
    needsKey: true,
    isToy: true,
    defaultModel: 'local/story',
    // It knows letters and not meaning: more weight makes what is found worse.
    embedding: { model: 'local/embed', dimensions: 384, weight: 0.2, isFree: true },
  },
];

export function findVendor(id: string): Vendor | null {
  return VENDORS.find((vendor) => vendor.id === id) ?? null;
}

/** What vectors of a vendor may be compared with: those of the same vendor, model and length. Null when it makes none. */
export function vectorSpaceOf(vendorId: string): string | null {
  const embedding = findVendor(vendorId)?.embedding ?? null;
  return embedding && `${vendorId}/${embedding.model}/${embedding.dimensions}`;
}
