import { z } from 'zod';
import { Id } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { patchOf } from '../patch-of.ts';

/** How a person is known to characters. */
export const PersonaDraft = z.object({
  name: z.string().trim().min(1).max(LIMITS.personaName),
  pronouns: z.string().trim().max(LIMITS.pronouns).default(''),
  about: z.string().max(LIMITS.personaAbout).default(''),
});
export type PersonaDraft = z.infer<typeof PersonaDraft>;

export const Persona = PersonaDraft.extend({ id: Id, isDefault: z.boolean() });
export type Persona = z.infer<typeof Persona>;

export const PersonaPatch = patchOf(PersonaDraft.shape);
export type PersonaPatch = z.infer<typeof PersonaPatch>;
