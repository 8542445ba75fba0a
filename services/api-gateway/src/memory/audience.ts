import type { Place } from '@tzurot/contracts';
import { sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';

/**
 * The one gate between memory and prompts: true for memory `m` when everyone who will read a reply in
 * `place` could also read what it remembers. A DM with its owner may see all of that owner's; a server
 * sees what the whole of the same server could read; a channel or thread that not everybody sees, also
 * what was said in it or in the channel it hangs from, since whoever is in a thread may read its parent.
 * Whatever is unclear sees only what its owner released for everywhere.
 */
export function audienceIncludes(place: Place): ReturnType<typeof sql> {
  const { kind, guildId, reach } = place;
  if (kind === 'dm') {
    return reach === 'owner_dm' && guildId === undefined ? sql`TRUE` : sql`m.is_portable`;
  }
  if (guildId === undefined || reach === 'owner_dm') return sql`m.is_portable`;

  const guild = toBigInt(guildId);
  const inGuild = sql`(m.is_portable OR (m.reach = 'guild' AND m.guild_id = ${guild}::bigint))`;
  if (reach === 'guild') return inGuild;
  const channels = [place.channelId, ...(place.parentId === undefined ? [] : [place.parentId])].map(toBigInt);
  return sql`(${inGuild} OR (m.reach = 'channel' AND m.guild_id = ${guild}::bigint AND m.channel_id = ANY(${channels}::bigint[])))`;
}
