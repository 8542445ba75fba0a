import { OpenTurn } from '@tzurot/contracts';
import { sql } from '../../database/query.ts';
import { definePart } from './part.ts';

/** As whom the author of the trigger speaks. Everybody has one. */
export const persona = definePart({
  select: sql`CASE WHEN p.id IS NOT NULL THEN json_build_object(
    'id', p.id, 'name', p.name, 'pronouns', p.pronouns, 'about', p.about) END`,
  schema: OpenTurn.shape.persona,
});
