import type { VendorFacts } from '@tzurot/contracts';

const paid = { model: 'embed-small', dimensions: 384, weight: 0.5, isFree: false };

/** Vendors as a worker may publish them, one of each kind. */
export const sampleVendors: readonly VendorFacts[] = [
  {
    id: 'openrouter',
    label: 'OpenRouter',
    keyHint: 'sk-or-v1-…',
    keyForm: 'key',
    isToy: false,
    servesGuests: true,
    tellsCost: true,
    defaultModel: 'openrouter/auto',
    embedding: paid,
  },
  {
    id: 'openai',
    label: 'OpenAI',
    keyHint: 'sk-…',
    keyForm: 'key',
    isToy: false,
    servesGuests: false,
    tellsCost: false,
    defaultModel: 'gpt-4.1-mini',
    embedding: paid,
  },
  {
    id: 'compatible',
    label: 'Custom vendor',
    keyHint: 'an address and a key',
    keyForm: 'address',
    isToy: false,
    servesGuests: false,
    tellsCost: false,
    defaultModel: null,
    embedding: null,
  },
  {
    id: 'ollama',
    label: 'Ollama',
    keyHint: 'no key',
    keyForm: 'none',
    isToy: false,
    servesGuests: true,
    tellsCost: false,
    defaultModel: 'llama3.2',
    embedding: null,
  },
  {
    id: 'local',
    label: 'Local',
    keyHint: 'local-…',
    keyForm: 'key',
    isToy: true,
    servesGuests: true,
    tellsCost: true,
    defaultModel: 'local/story',
    embedding: { model: 'local/embed', dimensions: 384, weight: 0.2, isFree: true },
  },
];
