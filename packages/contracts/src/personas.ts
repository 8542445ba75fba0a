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
  name: nameOf(LIMITS.personaName),
  pronouns: Text.trim().max(LIMITS.pronouns).default(''),
  about: Text.max(LIMITS.personaAbout).default(''),
  proxyTags: z.array(ProxyTag).max(MAX_PROXY_TAGS).default([]),
});
export type PersonaDraft = z.infer<typeof PersonaDraft>;

export const Persona = PersonaDraft.extend({ id: Id, isDefault: z.boolean() });
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
