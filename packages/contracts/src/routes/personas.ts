import { z } from 'zod';
import { defineRoute } from '../define-route.ts';
import { Persona, PersonaDraft, PersonaPatch } from '../entities/persona.ts';
import { Id } from '../ids.ts';

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
  output: z.object({ items: z.array(Persona) }),
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
