import type { Place } from '@tzurot/contracts';
import { sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';

/**
 * The one gate between memory and prompts: true for memory `m` when everyone who will read a reply in `place` may, now,
 * also read what it remembers. A DM with its owner may see all of that owner's. A place in a server sees what was said
 * in it, in the channel it hangs from, since whoever is in a thread may read its parent, and in the channels that the
 * place names as quotable: bot-client judges them by Discord's permissions of this moment, not of the moment in which
 * something was said. Its owner may have shared it with the whole server. A thread goes with its channel when it was open to as many. Whatever is unclear sees only what
 * its owner released for everywhere.
 */
export function audienceIncludes(place: Place): ReturnType<typeof sql> {
  const { kind, guildId, channelId, parentId, reach, quotableChannelIds } = place;
  if (kind === 'dm') {
    return reach === 'owner_dm' && guildId === undefined ? sql`TRUE` : sql`m.is_portable`;
  }
  if (guildId === undefined || reach === 'owner_dm') return sql`m.is_portable`;

  const here = [channelId, ...(parentId === undefined ? [] : [parentId])];
  const channels = [...here, ...quotableChannelIds].map(toBigInt);
  return sql`(m.is_portable OR ${toBigInt(guildId)}::bigint = ANY(m.shared_guild_ids) OR (m.guild_id = ${toBigInt(guildId)}::bigint AND m.reach IN ('guild', 'channel') AND (
    m.channel_id = ANY(${channels}::bigint[])
    OR m.reach = 'guild' AND m.channel_id = ANY(ARRAY(SELECT id FROM channels WHERE parent_id = ANY(${channels}::bigint[]))))))`;
}
