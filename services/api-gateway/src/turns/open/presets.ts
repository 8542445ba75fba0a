import { EffectivePreset } from '@tzurot/contracts';
import { sql } from '../../database/query.ts';
import { definePart, storedRows } from './part.ts';

/** What the tiers chose, nearest first, and what an operator chose for people without a usable key. */
export const presets = definePart({
  select: sql`(SELECT json_agg(json_build_object(
      'id', preset.id, 'source', tier.source, 'name', preset.name, 'vendor', preset.vendor, 'model', preset.model,
      'contextTokens', preset.context_tokens, 'parameters', preset.parameters) ORDER BY tier.distance)
    FROM (VALUES
      (1, 'user-character', uc.preset_id), (2, 'user', u.default_preset_id),
      (3, 'channel', coalesce(ch.default_preset_id, hook.default_preset_id)), (4, 'character', c.default_preset_id),
      (5, 'guild', g.default_preset_id),
      (6, 'global', (SELECT id FROM presets WHERE is_global AND is_global_default ORDER BY id LIMIT 1)),
      (7, 'guest', (SELECT id FROM presets WHERE is_global AND is_free_default ORDER BY id LIMIT 1))
    ) AS tier (distance, source, preset_id)
    JOIN presets preset ON preset.id = tier.preset_id)`,
  schema: storedRows('preset', EffectivePreset),
});
