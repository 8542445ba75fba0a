import { readTier, resolveSettings, withParent } from '@tzurot/contracts';
import { z } from 'zod';
import { sql } from '../../database/query.ts';
import { definePart } from './part.ts';

const StoredSettings = z.unknown().transform(readTier);

/** Every setting in force here, with the tier that set it. */
export const settings = definePart({
  select: sql`json_build_object(
    'operator', (SELECT settings FROM operator_settings LIMIT 1), 'character', c.settings, 'guild', g.settings,
    'parent', (SELECT settings FROM channels WHERE id = ch.parent_id), 'channel', ch.settings, 'user', u.settings, 'user-character', uc.settings)`,
  schema: z
    .object({
      operator: StoredSettings,
      character: StoredSettings,
      guild: StoredSettings,
      parent: StoredSettings,
      channel: StoredSettings,
      user: StoredSettings,
      'user-character': StoredSettings,
    })
    .transform(({ parent, ...tiers }) => resolveSettings({ ...tiers, channel: withParent(tiers.channel, parent) })),
});
