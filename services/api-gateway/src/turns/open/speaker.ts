import { OpenTurn } from '@tzurot/contracts';
import { isOpenTo } from '../../characters/access.ts';
import { cardPairs } from '../../database/card-columns.ts';
import { sql } from '../../database/query.ts';
import { definePart } from './part.ts';

/** Who answers; null when the character is gone, or may not be talked to any more. */
export const speaker = definePart({
  select: sql`CASE WHEN c.deleted_at IS NULL AND (c.is_public OR ${isOpenTo(sql`u.discord_id`)}) THEN jsonb_build_object(
    'id', c.id, 'slug', c.slug, 'avatarUrl', c.avatar_url, ${cardPairs('c')},
    'picture', CASE WHEN pic.id IS NOT NULL THEN
      jsonb_build_object('id', pic.id, 'path', '/pictures/' || pic.file) END)
    || CASE WHEN c.birth_month IS NULL THEN '{}' ELSE
      jsonb_build_object('birthday', lpad(c.birth_month::text, 2, '0') || '-' || lpad(c.birth_day::text, 2, '0')) END END`,
  schema: OpenTurn.shape.speaker,
});
