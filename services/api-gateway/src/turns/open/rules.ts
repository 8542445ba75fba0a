import { TextRuleDraft } from '@tzurot/contracts';
import { sql } from '../../database/query.ts';
import { definePart, storedRows } from './part.ts';

/** Rules of the bot first, then those of the character, then those of who asks. */
export const rules = definePart({
  select: sql`(SELECT json_agg(rule.facts || jsonb_build_object('name', rule.name, 'isEnabled', true)
      ORDER BY array_position(ARRAY['everyone', 'character', 'person'], rule.target::text), rule.position)
    FROM text_rules rule WHERE rule.is_enabled AND (rule.target, rule.target_id) IN (
      ('everyone', ''), ('character', t.character_id::text), ('person', u.discord_id::text)))`,
  schema: storedRows('text rule', TextRuleDraft),
});
