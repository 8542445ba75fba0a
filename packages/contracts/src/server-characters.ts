import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Id, Snowflake } from './ids.ts';

/** Which public characters a server hears when its staff has said nothing of one. Owners hear their own everywhere. */
export const HEARS = ['all', 'none'] as const;

/** What a server's staff chose of the public characters. */
export const ServerChoice = z.object({
  guildId: Snowflake,
  hears: z.enum(HEARS),
  /** Heard although the rest is not. */
  allowed: z.array(Id).max(1_000),
  /** Not heard although the rest is. */
  blocked: z.array(Id).max(1_000),
});
export type ServerChoice = z.infer<typeof ServerChoice>;

/** What the caller's server hears, with the characters' names. */
export const ServerCharacters = z.object({
  hears: z.enum(HEARS),
  allowed: z.array(z.object({ characterId: Id, name: z.string() })),
  blocked: z.array(z.object({ characterId: Id, name: z.string() })),
});
export type ServerCharacters = z.infer<typeof ServerCharacters>;

export const readServerCharacters = defineRoute({
  name: 'server-character.read',
  method: 'GET',
  path: '/staff/server-characters',
  output: ServerCharacters,
});

/** What the server hears of characters that neither list names. */
export const setServerHears = defineRoute({
  name: 'server-character.set-default',
  method: 'PUT',
  path: '/staff/server-characters',
  body: z.object({ hears: z.enum(HEARS) }),
  output: ServerCharacters,
});

/** Puts a character on one of the lists, or with null on neither. @throws `limit-reached` when a list is full */
export const chooseServerCharacter = defineRoute({
  name: 'server-character.choose',
  method: 'PUT',
  path: '/staff/server-characters/:characterId',
  params: z.object({ characterId: Id }),
  body: z.object({ choice: z.enum(['allow', 'block']).nullable() }),
  output: ServerCharacters,
});
