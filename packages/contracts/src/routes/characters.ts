import { z } from 'zod';
import { defineRoute } from '../define-route.ts';
import { Character, CharacterCard, CharacterPatch, CharacterSummary, Slug, WebAddress } from '../entities/character.ts';
import { PictureFile } from '../entities/picture.ts';
import { Id } from '../ids.ts';
import { LIMITS, PAGE_SIZE } from '../limits.ts';

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
    query: z.string().max(LIMITS.searchQuery).default(''),
    filter: z.enum(['all', 'mine', 'public']).default('all'),
    page: z.coerce.number().int().min(1).max(10_000).default(1),
    pageSize: z.coerce.number().int().min(1).max(25).default(PAGE_SIZE),
  }),
  output: z.object({ items: z.array(CharacterSummary), page: z.number(), pages: z.number(), total: z.number() }),
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
