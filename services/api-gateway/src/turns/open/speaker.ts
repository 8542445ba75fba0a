import { OpenTurn } from '@tzurot/contracts';
import { sql } from '../../database/query.ts';
import { definePart } from './part.ts';

/** Who answers; null when the character is gone, or may not be talked to any more. */
export const speaker = definePart({
  select: sql`CASE WHEN c.is_public OR c.owner_id = t.user_id THEN json_build_object(
    'id', c.id, 'slug', c.slug, 'name', c.name, 'description', c.description, 'personality', c.personality,
    'scenario', c.scenario, 'greeting', c.greeting, 'examples', c.examples, 'systemPrompt', c.system_prompt,
    'errorMessage', c.error_message, 'avatarUrl', c.avatar_url,
    'picture', CASE WHEN pic.id IS NOT NULL THEN
      json_build_object('id', pic.id, 'path', '/pictures/' || pic.file) END) END`,
  schema: OpenTurn.shape.speaker,
});
