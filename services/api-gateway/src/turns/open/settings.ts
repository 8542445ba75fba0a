import { resolveSettings, SettingsPatch } from '@tzurot/contracts';
import { z } from 'zod';
import { sql } from '../../database/query.ts';
import { definePart } from './part.ts';

/** A tier stored in a way that nobody understands any more counts as one that says nothing. */
const StoredPatch = SettingsPatch.nullable()
  .catch(null)
  .transform((patch) => patch ?? {});

/** Every setting in force here, with the tier that set it. */
export const settings = definePart({
  select: sql`json_build_object(
    'operator', (SELECT settings FROM operator_settings LIMIT 1), 'character', c.settings, 'guild', g.settings,
    'channel', ch.settings, 'user', u.settings, 'user-character', uc.settings)`,
  schema: z
    .object({
      operator: StoredPatch,
      character: StoredPatch,
      guild: StoredPatch,
      channel: StoredPatch,
      user: StoredPatch,
      'user-character': StoredPatch,
    })
    .transform((tiers) => resolveSettings(tiers)),
});
