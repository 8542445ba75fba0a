/** Somebody whose models we can call, and whose keys a wallet can hold. */
export interface Vendor {
  readonly id: string;
  readonly label: string;
  /** How a key of theirs looks, for a person who pastes one. */
  readonly keyHint: string;
  /** False when the operator's own server needs no key of anybody. */
  readonly needsKey: boolean;
  /** What somebody who has a key and has chosen no preset talks to. */
  readonly defaultModel: string;
}

/** In the order in which a person's key is looked for when nothing else chooses a model. */
export const VENDORS: readonly Vendor[] = [
  { id: 'openrouter', label: 'OpenRouter', keyHint: 'sk-or-v1-…', needsKey: true, defaultModel: 'openrouter/auto' },
  { id: 'openai', label: 'OpenAI', keyHint: 'sk-…', needsKey: true, defaultModel: 'gpt-4.1-mini' },
  { id: 'ollama', label: 'Ollama', keyHint: 'no key', needsKey: false, defaultModel: 'llama3.2' },
  { id: 'local', label: 'Local', keyHint: 'local-…', needsKey: true, defaultModel: 'local/story' },
];

export function findVendor(id: string): Vendor | null {
  return VENDORS.find((vendor) => vendor.id === id) ?? null;
}
