import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Id, Snowflake } from './ids.ts';
import { LIMITS } from './limits.ts';

/** As whom a text speaks to the model. */
export const PromptRole = z.enum(['system', 'user', 'assistant']);
export type PromptRole = z.infer<typeof PromptRole>;

/** Something that a character is to keep in mind, put between the lines of the conversation. Nobody said it. */
export const AuthorNote = z.object({
  text: z.string().trim().min(1).max(LIMITS.authorNote),
  /** So many messages of the conversation stand below it; 0 is after the last one. */
  depth: z.number().int().min(0).max(100).default(4),
  role: PromptRole.default('system'),
  /** Shown in every nth turn of a conversation; 1 shows it always. */
  every: z.number().int().min(1).max(1_000).default(1),
});
export type AuthorNote = z.infer<typeof AuthorNote>;

const ofCharacter = z.object({ characterId: Id });
const ofChannel = z.object({ channelId: Snowflake });
const change = z.object({ note: AuthorNote.nullable() });

/** The note of a character of the caller's, wherever it talks. */
export const getCharacterNote = defineRoute({
  name: 'note.get-of-character',
  method: 'GET',
  path: '/user/notes/:characterId',
  params: ofCharacter,
  output: z.object({ characterName: z.string(), note: AuthorNote.nullable() }),
});

/** Null clears it. */
export const putCharacterNote = defineRoute({
  name: 'note.put-of-character',
  method: 'PUT',
  path: '/user/notes/:characterId',
  params: ofCharacter,
  body: change,
  output: z.object({ characterName: z.string() }),
});

/** The note of a channel of the caller's server, for every character that talks there. */
export const getChannelNote = defineRoute({
  name: 'note.get-of-channel',
  method: 'GET',
  path: '/staff/notes/:channelId',
  params: ofChannel,
  output: z.object({ note: AuthorNote.nullable() }),
});

/** Null clears it. @throws `forbidden` for a channel of another server */
export const putChannelNote = defineRoute({
  name: 'note.put-of-channel',
  method: 'PUT',
  path: '/staff/notes/:channelId',
  params: ofChannel,
  body: change,
  output: z.object({}),
});
