import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import type { FieldReason } from './errors.ts';
import { Id, Snowflake, Timestamp } from './ids.ts';
import { LIMITS, MAX_GREETINGS, MAX_PEOPLE_PER_CHARACTER, MAX_TAGS, PAGE_SIZE } from './limits.ts';
import { Count } from './numbers.ts';
import { patchOf } from './patch-of.ts';
import { MAX_UPLOAD_BASE64, Picture, PictureFile } from './pictures.ts';
import { rowsOf } from './rows.ts';
import { heardName, heardText, nameOf, Text } from './text.ts';

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
  /** What the model is told after the conversation, before it answers. */
  postHistory: CardField.default(''),
  /** Said instead of a plain error, so that a failure does not break the scene. */
  errorMessage: Text.max(LIMITS.errorMessage).default(''),
  /** Other first lines; one of them or `greeting` begins a conversation. */
  alternateGreetings: z.array(CardField).max(MAX_GREETINGS).default([]),
  /** What the card's own text calls the character, where that is not its name. */
  nickname: Text.trim().max(LIMITS.characterName).default(''),
  /** For people who choose a character, never for the model: these four. */
  creatorNotes: CardField.default(''),
  creator: Text.trim().max(LIMITS.cardLabel).default(''),
  characterVersion: Text.trim().max(LIMITS.cardLabel).default(''),
  tags: z.array(Text.trim().min(1).max(LIMITS.cardLabel)).max(MAX_TAGS).default([]),
});
export type CharacterCard = z.infer<typeof CharacterCard>;
/** A card that says nothing but a name. */
export const blankCard = (name: string): CharacterCard => CharacterCard.parse({ name });
/** The names of a card's fields; columns and queries are derived from them. */
export const CARD_FIELDS = Object.keys(CharacterCard.shape) as (keyof CharacterCard)[];

/** How readily a character speaks up where several are active, in percent: 0 is shy, 100 always has something to say. */
export const Talkativeness = z.int().min(0).max(100);
export const DEFAULT_TALKATIVENESS = 50;
/** Every year again; a character has no year of birth. */
export const Birthday = z
  .object({ month: z.int().min(1).max(12), day: z.int().min(1).max(31) })
  .refine(({ month, day }) => day <= daysIn(month), { path: ['day'], error: 'no-such-day' satisfies FieldReason });
export type Birthday = z.infer<typeof Birthday>;

/** Of a leap year: somebody may be born on February 29. */
function daysIn(month: number): number {
  return new Date(Date.UTC(2024, month, 0)).getUTCDate();
}

export const Character = CharacterCard.extend({
  id: Id,
  slug: Slug,
  /** Somewhere else on the web; goes before a picture of its own. */
  avatarUrl: z.string().max(LIMITS.url).nullable(),
  /** The gateway keeps a picture of it. */
  hasPicture: z.boolean(),
  isPublic: z.boolean(),
  talkativeness: Talkativeness,
  /** An operator hides it; told only to those who may change it. */
  isHidden: z.boolean(),
  /** Answers only in places that Discord restricts to adults. */
  isAdult: z.boolean(),
  birthday: Birthday.nullable(),
  /** What people talk with who chose nothing; null where it is no preset that the caller may see. */
  defaultPreset: z.object({ id: Id, name: z.string() }).nullable(),
  /** The caller may change it. */
  isMine: z.boolean(),
  /** The caller may delete it, and say who may do what. */
  isOwner: z.boolean(),
  /** Null when nobody on Discord owns it: it belongs to the bot. */
  ownerId: Snowflake.nullable(),
  ownerName: z.string(),
  /** Rises with every change; a save that names it is refused when somebody else saved meanwhile. */
  revision: Count,
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
  isAdult: true,
  hasPicture: true,
  avatarUrl: true,
  ownerName: true,
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
  isAdult: z.boolean(),
  birthday: Birthday.nullable(),
  defaultPresetId: Id.nullable(),
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
  /** Such as 12-01; absent where its owner gave none. */
  birthday: z.string().optional(),
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

/** A character of the caller's, with everything that is written about it and its picture. @throws as `createCharacter` does */
export const cloneCharacter = defineRoute({
  name: 'character.clone',
  method: 'POST',
  path: '/user/characters/:characterId/clone',
  params,
  body: z.object({ name: nameOf(LIMITS.characterName).optional() }),
  output: Character,
});

/**
 * Characters that the caller may talk to: their own first, then by name. `here`: those that everybody may talk to in the
 * server where the caller is.
 */
export const listCharacters = defineRoute({
  name: 'character.list',
  method: 'GET',
  path: '/user/characters',
  query: z.object({
    query: Text.trim().max(LIMITS.searchQuery).default(''),
    filter: z.enum(['all', 'mine', 'public', 'here']).default('all'),
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
  body: CharacterPatch.extend({
    /** What the caller saw before they changed it; absent, nothing is compared. */
    expectedRevision: Count.optional(),
  }),
  output: Character,
});

/** Of a picture that is shown from now on. It is made into one that Discord shows. @throws `invalid-input` for what is no picture */
export const setCharacterPicture = defineRoute({
  name: 'character.set-picture',
  method: 'PUT',
  path: '/user/characters/:characterId/picture',
  params,
  body: z.object({ base64: z.base64().max(MAX_UPLOAD_BASE64) }),
  maxBodyBytes: MAX_UPLOAD_BASE64 + 1_000,
  output: Character,
});

/** Takes away its picture, wherever that is kept. */
export const clearCharacterPicture = defineRoute({
  name: 'character.clear-picture',
  method: 'DELETE',
  path: '/user/characters/:characterId/picture',
  params,
  output: Character,
});

/** What goes with a character that is deleted. */
export const CharacterBelongings = z.object({
  lines: z.int(),
  memories: z.int(),
  aliases: z.int(),
  channels: z.int(),
});
export type CharacterBelongings = z.infer<typeof CharacterBelongings>;

/** Counts what would go with it. @throws `forbidden` for who does not own it */
export const countCharacterBelongings = defineRoute({
  name: 'character.count-belongings',
  method: 'GET',
  path: '/user/characters/:characterId/belongings',
  params,
  output: CharacterBelongings.extend({ name: z.string() }),
});

/**
 * From now on the character answers nobody and nobody finds it. For a week its owner can restore it, and its short name
 * stays taken; then it is gone with its history, memories and names.
 */
export const deleteCharacter = defineRoute({
  name: 'character.delete',
  method: 'DELETE',
  path: '/user/characters/:characterId',
  params,
  output: z.object({ name: z.string(), restorableUntil: Timestamp }),
});

/** A character that can be restored. */
export const DeletedCharacter = z.object({
  id: Id,
  name: z.string(),
  slug: z.string(),
  deletedAt: Timestamp,
  restorableUntil: Timestamp,
});
export type DeletedCharacter = z.infer<typeof DeletedCharacter>;

/** The caller's, the latest first; for operators the bot's own too. */
export const listDeletedCharacters = defineRoute({
  name: 'character.list-deleted',
  method: 'GET',
  path: '/user/deleted-characters',
  output: z.object({ items: rowsOf('character', DeletedCharacter) }),
});

/** As it was before it was deleted. @throws `not-found` for what is not deleted, is gone, or is somebody else's */
export const restoreCharacter = defineRoute({
  name: 'character.restore',
  method: 'POST',
  path: '/user/deleted-characters/:characterId/restore',
  idempotent: true,
  params,
  output: Character,
});

/** `friend`: may talk to it while it is private. `co-owner`: may change it too, but neither delete it nor say who may do what. */
export const PERSON_ROLES = ['friend', 'co-owner'] as const;
export const PersonRole = z.enum(PERSON_ROLES);
export type PersonRole = z.infer<typeof PersonRole>;

/** Somebody to whom the owner opened a character. */
export const CharacterPerson = z.object({
  personId: Snowflake,
  /** As Discord showed it when they were added. */
  name: z.string(),
  role: PersonRole,
});
export type CharacterPerson = z.infer<typeof CharacterPerson>;

const CharacterPeople = z.object({
  characterName: z.string(),
  isPublic: z.boolean(),
  people: z.array(CharacterPerson).max(MAX_PEOPLE_PER_CHARACTER),
});
export type CharacterPeople = z.infer<typeof CharacterPeople>;

/** To whom it is open. For who may change it. */
export const listCharacterPeople = defineRoute({
  name: 'character-person.list',
  method: 'GET',
  path: '/user/character-persons/:characterId',
  params,
  output: CharacterPeople,
});

/** Opens it to somebody, or gives them another role. For its owner. @throws `limit-reached` */
export const putCharacterPerson = defineRoute({
  name: 'character-person.put',
  method: 'PUT',
  path: '/user/character-persons/:characterId',
  params,
  body: z.object({ personId: Snowflake, name: heardName(LIMITS.personName), role: PersonRole }),
  output: CharacterPeople,
});

/** Closes it to them again. For its owner, and for themselves. */
export const removeCharacterPerson = defineRoute({
  name: 'character-person.remove',
  method: 'POST',
  path: '/user/character-persons/:characterId/remove',
  idempotent: true,
  params,
  body: z.object({ personId: Snowflake }),
  output: z.object({ characterName: z.string(), wasThere: z.boolean() }),
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
