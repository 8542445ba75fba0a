import { OpenTurn } from '@tzurot/contracts';
import { z } from 'zod';
import { sql } from '../../database/query.ts';
import { definePart } from './part.ts';

/** As whom the author of the trigger speaks. Everybody has one; whom a proxy named has that name, and what a persona of this name says. */
export const persona = definePart({
  select: sql`CASE WHEN p.id IS NOT NULL THEN json_build_object(
    'id', p.id, 'name', p.name, 'pronouns', p.pronouns, 'about', p.about,
    'speaksAs', (SELECT facts ->> 'speaksAs' FROM triggers WHERE id = t.trigger_id)) END`,
  schema: OpenTurn.shape.persona
    .extend({ speaksAs: z.string().nullable() })
    .transform(({ speaksAs, ...known }) =>
      speaksAs === null || speaksAs.toLowerCase() === known.name.toLowerCase()
        ? known
        : { ...known, name: speaksAs, pronouns: '', about: '' },
    ),
});
