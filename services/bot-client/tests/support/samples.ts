import {
  blankCard,
  type Character,
  CharacterSummary,
  LIMITS,
  type Persona,
  type Preset,
  type WalletKey,
} from '@tzurot/contracts';

export const IDS = {
  character: '0198f2a0-0000-7000-8000-000000000001',
  preset: '0198f2a0-0000-7000-8000-000000000002',
  persona: '0198f2a0-0000-7000-8000-000000000003',
  key: '0198f2a0-0000-7000-8000-000000000004',
} as const;

export const NOW = '2026-11-22T12:00:00.000Z';

export function sampleCharacter(changes: Partial<Character> = {}): Character {
  return {
    ...blankCard('Lilith'),
    id: IDS.character,
    slug: 'lilith',
    description: 'A sly librarian.',
    personality: 'Dry, curious.',
    greeting: 'Hush.',
    avatarUrl: null,
    hasPicture: false,
    talkativeness: 50,
    isPublic: false,
    isHidden: false,
    isAdult: false,
    birthday: null,
    defaultPreset: null,
    isMine: true,
    isOwner: true,
    ownerId: '100000000000000009',
    ownerName: 'Ada',
    revision: 0,
    createdAt: NOW,
    updatedAt: NOW,
    ...changes,
  };
}

/** A character as lists have it. */
export function summaryOf(character: Character): CharacterSummary {
  return CharacterSummary.parse({ ...character, description: character.description.slice(0, 200) });
}

/** Everything as long as it may be, and awkward. */
export function longestCharacter(): Character {
  const long = `*_~|\`# ${'ab '.repeat(LIMITS.cardField / 3)}`.slice(0, LIMITS.cardField);
  return sampleCharacter({
    name: '*'.repeat(LIMITS.characterName),
    slug: 'a'.repeat(LIMITS.slug),
    description: long,
    personality: 'x'.repeat(LIMITS.cardField),
    scenario: '\n'.repeat(100) + long,
    greeting: long,
    examples: long,
    systemPrompt: long,
    errorMessage: long.slice(0, LIMITS.errorMessage),
    avatarUrl: `https://example.org/${'a'.repeat(LIMITS.url - 20)}`,
  });
}

export function samplePreset(changes: Partial<Preset> = {}): Preset {
  return {
    id: IDS.preset,
    name: 'Storyteller',
    description: '',
    vendor: 'openrouter',
    model: 'vendor/model',
    contextTokens: 16_384,
    parameters: {},
    isGlobal: false,
    isMine: true,
    isDefault: false,
    ...changes,
  };
}

/** Every parameter that there is. */
export const ALL_PARAMETERS: Preset['parameters'] = {
  temperature: 0.8,
  top_p: 0.95,
  top_k: 0,
  min_p: 0.05,
  top_a: 0,
  typical_p: 1,
  frequency_penalty: -2,
  presence_penalty: 0,
  repetition_penalty: 1.1,
  seed: 0,
  reasoning: { effort: 'off', max_tokens: 2_000, show: false },
  max_tokens: 900,
  stop: ['\nUser:', ' two spaces ', 'back\\slash', '\\n'],
  logit_bias: { '50256': -100, '11': 5.5 },
  response_format: 'text',
  verbosity: 'low',
  transforms: ['middle-out'],
  route: 'fallback',
  provider: { order: ['one', 'two hosts'], no_training: false },
};

export function samplePersona(changes: Partial<Persona> = {}): Persona {
  return {
    id: IDS.persona,
    preferredName: '',
    description: '',
    withCharacters: [],
    name: 'Ada',
    pronouns: 'she/her',
    about: 'Counts things.',
    proxyTags: [],
    isDefault: false,
    ...changes,
  };
}

export function sampleKey(changes: Partial<WalletKey> = {}): WalletKey {
  return {
    id: IDS.key,
    vendor: 'openrouter',
    address: null,
    hint: '1a2b',
    status: 'active',
    createdAt: NOW,
    lastUsedAt: null,
    cap: null,
    spent: null,
    ...changes,
  };
}
