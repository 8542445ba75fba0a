import type { Trigger, TriggerRefusal } from '@tzurot/contracts';
import { z } from 'zod';
import { isOpenTo } from '../characters/access.ts';
import { type Database, queryOne, type Statement, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { isHeardIn } from '../server-characters/is-heard-in.ts';

type Asked = Pick<Trigger, 'author' | 'place'>;

/** Character `c` answers this person in this place, as far as owners, staff and operators have a say. */
export function isCallable(trigger: Asked): Statement {
  const { isAgeRestricted } = trigger.place;
  return sql`${isAllowed(trigger)} AND (NOT c.is_adult OR ${isAgeRestricted}::boolean) AND NOT ${isDenied(trigger)}`;
}

/** Its author may talk to character `c` in this place, if it is a fitting one. */
function isAllowed({ author, place }: Asked): Statement {
  return sql`(c.deleted_at IS NULL
    AND (${isOpenTo(sql`${toBigInt(author.id)}::bigint`)} OR c.is_public AND ${isHeardIn(place.guildId)}))`;
}

/** What keeps quiet a character that would answer this person elsewhere. */
export async function explainSilence(
  db: Database,
  trigger: Asked,
  characterIds: readonly string[],
): Promise<{ refusal?: TriggerRefusal }> {
  if (characterIds.length === 0 || trigger.place.isAgeRestricted) return {};
  const row = await queryOne(
    db,
    sql`SELECT c.name FROM characters c
        WHERE c.id = ANY(${[...characterIds]}::uuid[]) AND c.is_adult AND ${isAllowed(trigger)} AND NOT ${isDenied(trigger)}
        LIMIT 1`,
    z.object({ name: z.string() }),
  );
  return row === null ? {} : { refusal: { reason: 'age-restricted', name: row.name } };
}

/** An operator keeps out the author, the place or character `c`. */
function isDenied({ author, place }: Asked): Statement {
  const channelIds = [place.channelId, ...(place.parentId === undefined ? [] : [place.parentId])];
  return sql`EXISTS (SELECT FROM denials WHERE (until IS NULL OR until > now()) AND (
    kind = 'person' AND target_id = ${author.id} OR kind = 'server' AND target_id = ${place.guildId ?? null}::text
    OR kind = 'channel' AND target_id = ANY(${channelIds}::text[]) OR kind = 'character' AND target_id = c.id::text))`;
}
