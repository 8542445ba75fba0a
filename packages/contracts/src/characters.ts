import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import type { FieldReason } from './errors.ts';
import { Id, Timestamp } from './ids.ts';
import { LIMITS, PAGE_SIZE } from './limits.ts';
import { patchOf } from './patch-of.ts';
import { Picture, PictureFile } from './pictures.ts';
import { rowsOf } from './rows.ts';
import { heardText, nameOf, Text } from './text.ts';

/** Lower-case letters and digits in groups separated by single hyphens; unique in the whole bot. */
export const Slug = z
  .string()
  .min(1)
  .max(LIMITS.slug)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'slug-format' satisfies FieldReason);

/** What Discord can fetch a picture from. */
export const WebAddress = z.url({ protocol: /^https?$/, normalize: true }).max(LIMITS.url);

/** Discord's own words for everybody in a channel. */
const RESERVED_NAMES = ['everyone', 'here'];

/** The shared-state key under which bot-client tells what the bot itself is called. */
export const BOT_NAMES_KEY = 'bot-names';

/** Whether a name belongs to nobody, however it is written. @param botNames what the bot itself is called */
export function isReservedName(name: string, botNames: readonly string[] = []): boolean {
  const folded = foldName(name);
  return [...RESERVED_NAMES, ...botNames].some((reserved) => foldName(reserved) === folded);
}

const foldName = (name: string): string =>
  name
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .trim()
    .replace(/^@/, '')
    .toLowerCase();

const CardField = Text.max(LIMITS.cardField);

/** What a card says about a character. Fields keep the names that card formats use for the same thing. */
export const CharacterCard = z.object({
  name: nameOf(LIMITS.characterName),
  description: CardField.default(''),
  personality: CardField.default(''),
  scenario: CardField.default(''),
  greeting: CardField.default(''),
  examples: CardField.default(''),
  /** The character's own system prompt, in addition to the rules that hold for all. */
  systemPrompt: CardField.default(''),
  /** Said instead of a plain error, so that a failure does not break the scene. */
  errorMessage: Text.max(LIMITS.errorMessage).default(''),
});
export type CharacterCard = z.infer<typeof CharacterCard>;
/** The names of a card's fields; columns and queries are derived from them. */
export const CARD_FIELDS = Object.keys(CharacterCard.shape) as (keyof CharacterCard)[];

/** How readily a character speaks up where several are active, in percent: 0 is shy, 100 always has something to say. */
export const Talkativeness = z.int().min(0).max(100);
export const DEFAULT_TALKATIVENESS = 50;

export const Character = CharacterCard.extend({
  id: Id,
  slug: Slug,
  /** Somewhere else on the web; goes before a picture of its own. */
  avatarUrl: z.string().max(LIMITS.url).nullable(),
  /** The gateway keeps a picture of it. */
  hasPicture: z.boolean(),
  isPublic: z.boolean(),
  talkativeness: Talkativeness,
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
  description: heardText(200),
});
export type CharacterSummary = z.infer<typeof CharacterSummary>;

/** Changes to a character; what is absent stays. */
export const CharacterPatch = patchOf({
  ...CharacterCard.shape,
  slug: Slug,
  isPublic: z.boolean(),
  talkativeness: Talkativeness,
  avatarUrl: WebAddress.nullable(),
});
export type CharacterPatch = z.infer<typeof CharacterPatch>;

/** Who speaks. Null for a character that is gone: then the bot speaks for itself. */
export const Speaker = CharacterCard.extend({
  id: Id,
  slug: z.string(),
  /** Somewhere else on the web; goes before `picture`. */
  avatarUrl: z.string().nullable(),
  picture: Picture.nullable(),
});
export type Speaker = z.infer<typeof Speaker>;

const params = z.object({ characterId: Id });

/** @throws `conflict` when the slug is taken, `limit-reached` when the caller has too many */
export const createCharacter = defineRoute({
  name: 'character.create',
  method: 'POST',
  path: '/user/characters',
  body: CharacterCard.extend({
    /** Made from the name when absent. */
    slug: Slug.optional(),
    isPublic: z.boolean().default(false),
    talkativeness: Talkativeness.default(DEFAULT_TALKATIVENESS),
    avatarUrl: WebAddress.nullable().default(null),
  }),
  output: Character.extend({
    /** Names that other characters visible to the caller have too, so that addressing them is ambiguous. */
    sharedNames: z.array(z.string()),
  }),
});

/** Characters that the caller may talk to: their own first, then by name. */
export const listCharacters = defineRoute({
  name: 'character.list',
  method: 'GET',
  path: '/user/characters',
  query: z.object({
    query: Text.trim().max(LIMITS.searchQuery).default(''),
    filter: z.enum(['all', 'mine', 'public']).default('all'),
    page: z.coerce.number().int().min(1).max(10_000).default(1),
    pageSize: z.coerce.number().int().min(1).max(25).default(PAGE_SIZE),
  }),
  output: z.object({
    items: rowsOf('character', CharacterSummary),
    page: z.number(),
    pages: z.number(),
    total: z.number(),
  }),
});

/** A private character of somebody else is answered like one that does not exist. */
export const getCharacter = defineRoute({
  name: 'character.get',
  method: 'GET',
  path: '/user/characters/:characterId',
  params,
  output: Character,
});

/** What the character looks like. @throws `not-found` when the gateway keeps no picture of it */
export const getCharacterPicture = defineRoute({
  name: 'character.get-picture',
  method: 'GET',
  path: '/user/characters/:characterId/picture',
  params,
  output: PictureFile,
});

export const updateCharacter = defineRoute({
  name: 'character.update',
  method: 'PATCH',
  path: '/user/characters/:characterId',
  params,
  body: CharacterPatch,
  output: Character,
});

/** Deletes the character with its history, memories and aliases. */
export const deleteCharacter = defineRoute({
  name: 'character.delete',
  method: 'DELETE',
  path: '/user/characters/:characterId',
  params,
  output: z.object({ name: z.string(), deletedLines: z.number().int(), deletedMemories: z.number().int() }),
});

/** Hides a character from everybody but its owner, or lets its owner show it again. */
export const hideCharacter = defineRoute({
  name: 'character.hide',
  method: 'PUT',
  path: '/operator/characters/:characterId',
  params,
  body: z.object({ isHidden: z.boolean() }),
  output: z.object({ name: z.string() }),
});
