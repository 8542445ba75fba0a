import { OpenTurn } from '@tzurot/contracts';
import { z } from 'zod';
import { sql } from '../../database/query.ts';
import { definePart } from './part.ts';

/** As whom the author of the trigger speaks. Everybody has one; whom a proxy named has that name, and what a persona of this name says. */
export const persona = definePart({
  select: sql`CASE WHEN p.id IS NOT NULL THEN json_build_object(
    'id', p.id, 'name', p.name, 'pronouns', p.pronouns, 'about', p.about,
    'preferredName', p.preferred_name, 'timezone', u.timezone,
    'birthday', coalesce(lpad(u.birth_month::text, 2, '0') || '-' || lpad(u.birth_day::text, 2, '0'), ''),
    'speaksAs', (SELECT facts ->> 'speaksAs' FROM triggers WHERE id = t.trigger_id)) END`,
  schema: OpenTurn.shape.persona
    .extend({ preferredName: z.string(), speaksAs: z.string().nullable() })
    .transform(({ speaksAs, preferredName, timezone, birthday, name, ...known }) => {
      const about = { ...known, ...(timezone && { timezone }), ...(birthday && { birthday }) };
      return speaksAs === null || speaksAs.toLowerCase() === name.toLowerCase()
        ? { ...about, name: preferredName || name }
        : { ...about, name: speaksAs, pronouns: '', about: '' };
    }),
});
