import type { Trigger } from '@tzurot/contracts';
import { type Statement, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';

/** Character `c` answers this person in this place, as far as owners, staff and operators have a say. @param userId selects who asks */
export function isCallable(trigger: Pick<Trigger, 'author' | 'place'>, userId: Statement): Statement {
  return sql`(c.owner_id = ${userId} OR c.is_public AND ${isHeardIn(trigger.place)}) AND NOT ${isDenied(trigger)}`;
}

/** A public character `c` is heard unless the staff of the server chose otherwise. */
function isHeardIn({ guildId }: Trigger['place']): Statement {
  if (guildId === undefined) return sql`TRUE`;
  const guild = toBigInt(guildId);
  return sql`coalesce(
    (SELECT choice = 'allow' FROM server_characters WHERE guild_id = ${guild}::bigint AND character_id = c.id),
    (SELECT hears = 'all' FROM guilds WHERE id = ${guild}::bigint),
    TRUE)`;
}

/** An operator keeps out the author, the place or character `c`. */
function isDenied({ author, place }: Pick<Trigger, 'author' | 'place'>): Statement {
  const channelIds = [place.channelId, ...(place.parentId === undefined ? [] : [place.parentId])];
  return sql`EXISTS (SELECT FROM denials WHERE (until IS NULL OR until > now()) AND (
    kind = 'person' AND target_id = ${author.id} OR kind = 'server' AND target_id = ${place.guildId ?? null}::text
    OR kind = 'channel' AND target_id = ANY(${channelIds}::text[]) OR kind = 'character' AND target_id = c.id::text))`;
}
