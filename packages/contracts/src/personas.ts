import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Id } from './ids.ts';
import { LIMITS, MAX_PROXY_TAGS } from './limits.ts';
import { patchOf } from './patch-of.ts';
import { rowsOf } from './rows.ts';
import { nameOf, Text } from './text.ts';

/** What stands around a message that its author says as a persona. */
export const ProxyTag = z
  .object({ prefix: Text.max(LIMITS.proxyTag).default(''), suffix: Text.max(LIMITS.proxyTag).default('') })
  .refine(({ prefix, suffix }) => prefix !== '' || suffix !== '', 'a tag needs something before or behind the text');
export type ProxyTag = z.infer<typeof ProxyTag>;

/** How a person is known to characters. */
export const PersonaDraft = z.object({
  /** By which its owner finds it. */
  name: nameOf(LIMITS.personaName),
  /** What characters call the person; empty where that is `name`. */
  preferredName: Text.trim().max(LIMITS.personaName).default(''),
  pronouns: Text.trim().max(LIMITS.pronouns).default(''),
  /** A line for its owner; characters don't see it. */
  description: Text.trim().max(LIMITS.personaDescription).default(''),
  about: Text.max(LIMITS.personaAbout).default(''),
  proxyTags: z.array(ProxyTag).max(MAX_PROXY_TAGS).default([]),
});
export type PersonaDraft = z.infer<typeof PersonaDraft>;

export const Persona = PersonaDraft.extend({
  id: Id,
  isDefault: z.boolean(),
  /** Characters with which the person chose it instead of their default. */
  withCharacters: z.array(Text).default([]),
});
export type Persona = z.infer<typeof Persona>;

export const PersonaPatch = patchOf(PersonaDraft.shape);
export type PersonaPatch = z.infer<typeof PersonaPatch>;

const params = z.object({ personaId: Id });

export const createPersona = defineRoute({
  name: 'persona.create',
  method: 'POST',
  path: '/user/personas',
  body: PersonaDraft.extend({ makeDefault: z.boolean().default(false) }),
  output: Persona,
});

/** The caller's personas, the default first. Everybody has at least one: it is made from their Discord name. */
export const listPersonas = defineRoute({
  name: 'persona.list',
  method: 'GET',
  path: '/user/personas',
  output: z.object({ items: rowsOf('persona', Persona) }),
});

export const updatePersona = defineRoute({
  name: 'persona.update',
  method: 'PATCH',
  path: '/user/personas/:personaId',
  params,
  body: PersonaPatch,
  output: Persona,
});

export const makePersonaDefault = defineRoute({
  name: 'persona.make-default',
  method: 'POST',
  path: '/user/personas/:personaId/default',
  idempotent: true,
  params,
  output: Persona,
});

/** Deletes a persona with what characters remember of it. @throws `conflict` for the default one */
export const deletePersona = defineRoute({
  name: 'persona.delete',
  method: 'DELETE',
  path: '/user/personas/:personaId',
  params,
  output: z.object({ name: Text, deletedMemories: z.number().int() }),
});

/** As whom the caller talks with one character; null for their default. */
export const choosePersona = defineRoute({
  name: 'persona.choose',
  method: 'PUT',
  path: '/user/character-personas/:characterId',
  params: z.object({ characterId: Id }),
  body: z.object({ personaId: Id.nullable() }),
  output: z.object({ personaName: Text.nullable(), characterName: Text }),
});
