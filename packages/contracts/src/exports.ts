import { z } from 'zod';
import { CharacterCard, Talkativeness } from './characters.ts';
import { defineJob } from './define-job.ts';
import { defineRoute } from './define-route.ts';
import { StoredFile } from './files.ts';
import { Id, Snowflake } from './ids.ts';
import { LIMITS } from './limits.ts';
import { AuthorNote } from './notes.ts';
import { Text } from './text.ts';

/** As what a character leaves: in a picture, as text, or packed with its picture. */
export const CharacterFormat = z.enum(['png', 'json', 'charx']);
export type CharacterFormat = z.infer<typeof CharacterFormat>;

/** A character as it is now, and the file that it came from. */
export const CharacterToExport = z.object({
  slug: z.string(),
  card: CharacterCard,
  talkativeness: Talkativeness,
  authorNote: AuthorNote.nullable(),
  /** A PNG; null for a character without a picture of its own. */
  pngBase64: z.base64().nullable(),
  /** Null for one that was made here. */
  original: z.object({ file: StoredFile, sourceKey: Text.max(LIMITS.importKey) }).nullable(),
});
export type CharacterToExport = z.infer<typeof CharacterToExport>;

/** @throws `forbidden` when it is not theirs; as for one that does not exist when they may not talk to it */
export const readCharacterToExport = defineRoute({
  name: 'export.read-character',
  method: 'GET',
  path: '/internal/exports/:characterId',
  services: ['ai-worker'],
  params: z.object({ characterId: Id }),
  query: z.object({ ownerId: Snowflake }),
  output: CharacterToExport,
});

/** Writes a character into a file, which waits an hour for its owner. */
export const exportCharacter = defineJob({
  name: 'export.character',
  queue: 'chores',
  input: z.object({ ownerId: Snowflake, characterId: Id, format: CharacterFormat }),
  output: StoredFile.omit({ id: true }).extend({ fileId: Id }),
  timeoutMs: 60_000,
});
