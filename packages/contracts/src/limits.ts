/**
 * How long texts may be, in characters. The database columns carry the same numbers
 * (`prisma/schema.prisma`); a test holds the two together.
 */
export const LIMITS = {
  characterName: 80, // a webhook's username, Discord's own limit
  slug: 64,
  cardField: 50_000,
  cardLabel: 80,
  errorMessage: 1_000,
  authorNote: 2_000,
  /** What a reply that is made anew is to be like. */
  replyHint: 500,
  /** An operator's; as long as a form takes. */
  systemPromptText: 4_000,
  instructions: 2_000,
  url: 2_048,
  personaName: 80,
  pronouns: 40,
  personaAbout: 4_000,
  personaDescription: 300,
  timezone: 64,
  presetName: 80,
  presetDescription: 300,
  vendorId: 40,
  modelId: 200,
  apiKey: 500,
  personName: 80,
  denialReason: 300,
  /** What a Nitro member may write in one message. */
  messageContent: 4_000,
  channelName: 100,
  filename: 260,
  replyText: 60_000,
  /** What is kept of a vendor's answer, thoughts that it put into its text included. */
  answer: 200_000,
  searchQuery: 100,
  ruleName: 80,
  rulePattern: 2_000,
  lorebookName: 100,
  lorebookDescription: 2_000,
  loreTitle: 200,
  loreKey: 500,
  loreContent: 50_000,
  /** Of what is kept of a format besides what is used, as JSON. */
  loreRest: 20_000,
  proxyTag: 100,
  importKey: 200,
} as const;

/** Characters that one message may summon; more are named in the notice and left out. */
export const MAX_CHARACTERS_PER_TRIGGER = 5;
/** Characters that may answer everything in one channel. */
export const MAX_ACTIVE_CHARACTERS = 10;
/** Turns that one message may have, what characters say to one another included. */
export const MAX_TURNS_PER_TRIGGER = 10;
/** Quick messages of one person that are answered as one. */
export const MAX_PARTS = 10;
/** Characters per person, so that one person cannot fill the database. */
export const MAX_CHARACTERS_PER_USER = 200;
export const MAX_PRESETS_PER_USER = 100;
export const MAX_LOREBOOKS_PER_USER = 50;
/** Told to one person, character, channel or server. */
export const MAX_BOOKS_PER_TARGET = 10;
/** Names beside its own that one character may have: for one person, in one server, or everywhere. */
export const MAX_ALIASES_PER_SCOPE = 25;
/** To whom one character may be opened, co-owners included. */
export const MAX_PEOPLE_PER_CHARACTER = 100;
/** How long a deleted character can be restored. */
export const RESTORABLE_DAYS = 7;
/** As many as the largest plural system that other bots keep. */
export const MAX_PERSONAS_PER_USER = 1_000;
/** Other first lines of one character. */
export const MAX_GREETINGS = 100;
export const MAX_TAGS = 50;
export const MAX_PROXY_TAGS = 50;
export const PAGE_SIZE = 10;
/** Originals of imports, and exports that wait to be fetched. */
export const MAX_STORED_BYTES_PER_USER = 256 * 1_048_576;
