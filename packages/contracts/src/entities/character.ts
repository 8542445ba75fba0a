import { z } from 'zod';
import { Id, Snowflake, Timestamp } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { patchOf } from '../patch-of.ts';

/** Lower-case letters and digits in groups parted by single hyphens; unique in the whole bot. */
export const Slug = z
  .string()
  .min(1)
  .max(LIMITS.slug)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower-case letters, digits and single hyphens only');

/** What Discord can fetch a picture from. */
export const WebAddress = z.url({ protocol: /^https?$/ }).max(LIMITS.url);

const CardField = z.string().max(LIMITS.cardField);

/** What a card says about a character. Fields keep the names that card formats use for the same thing. */
export const CharacterCard = z.object({
  name: z.string().trim().min(1).max(LIMITS.characterName),
  description: CardField.default(''),
  personality: CardField.default(''),
  scenario: CardField.default(''),
  greeting: CardField.default(''),
  examples: CardField.default(''),
  /** The character's own system prompt, in addition to the rules that hold for all. */
  systemPrompt: CardField.default(''),
  /** Said instead of a plain error, so that a failure does not break the scene. */
  errorMessage: z.string().max(LIMITS.errorMessage).default(''),
});
export type CharacterCard = z.infer<typeof CharacterCard>;

export const Character = CharacterCard.extend({
  id: Id,
  slug: Slug,
  /** Somewhere else on the web; goes before a picture of its own. */
  avatarUrl: z.string().max(LIMITS.url).nullable(),
  /** The gateway keeps a picture of it. */
  hasPicture: z.boolean(),
  isPublic: z.boolean(),
  /** The caller may change it. */
  isMine: z.boolean(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Character = z.infer<typeof Character>;

/** A character in a list or an autocomplete. */
export const CharacterSummary = Character.pick({
  id: true,
  slug: true,
  name: true,
  isPublic: true,
  isMine: true,
}).extend({
  description: z.string().max(200),
});
export type CharacterSummary = z.infer<typeof CharacterSummary>;

/** Changes to a character; what is absent stays. */
export const CharacterPatch = patchOf({
  ...CharacterCard.shape,
  slug: Slug,
  isPublic: z.boolean(),
  avatarUrl: WebAddress.nullable(),
});
export type CharacterPatch = z.infer<typeof CharacterPatch>;

/** A name by which messages may address a character. Without `userId` and `guildId` it holds everywhere. */
export const Alias = z.object({
  name: z.string().min(1).max(LIMITS.characterName),
  characterId: Id,
  userId: Snowflake.nullable(),
  guildId: Snowflake.nullable(),
});
export type Alias = z.infer<typeof Alias>;
