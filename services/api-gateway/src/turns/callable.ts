import { snowflakeAt, snowflakeTimeMs, type Trigger, type TriggerRefusal } from '@tzurot/contracts';
import { z } from 'zod';
import { isOpenTo } from '../characters/access.ts';
import { type Database, queryOne, type Statement, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { isHeardIn } from '../server-characters/is-heard-in.ts';

type Asked = Pick<Trigger, 'id' | 'author' | 'member' | 'place'>;

/** Character `c` answers this person in this place, as far as owners, staff and operators have a say. */
export function isCallable(trigger: Asked): Statement {
  return sql`${isAllowed(trigger)} AND ${isFitting(trigger)} AND ${hasRoleFor(trigger, MAY_ASK)}`;
}

/** Its author may talk to character `c` in this place, unless they lack a role for it or it is for adults. */
function isAllowed(trigger: Asked): Statement {
  const { author, place } = trigger;
  return sql`(c.deleted_at IS NULL AND NOT ${isDenied(trigger)}
    AND (${isOpenTo(sql`${toBigInt(author.id)}::bigint`)} OR c.is_public AND ${isHeardIn(place.guildId)}))`;
}

const isFitting = ({ place }: Asked): Statement => sql`(NOT c.is_adult OR ${place.isAgeRestricted}::boolean)`;

const DAY_MS = 24 * 60 * 60_000;

/** What a role has to allow; a column `spent` tells how often its member has asked today. */
const MEMBER = sql`TRUE`;
const MAY_MEET = sql`(cardinality(role.character_ids) = 0 OR c.id = ANY(role.character_ids))`;
const MAY_ASK = sql`${MAY_MEET} AND (role.replies_per_day IS NULL OR spent.today < role.replies_per_day)`;

/** Where the staff chose roles, only their members are answered, and the staff itself. */
function hasRoleFor({ id, author, member, place }: Asked, allows: Statement): Statement {
  if (place.guildId === undefined || member?.isStaff === true) return sql`TRUE`;
  const guildId = toBigInt(place.guildId);
  const roleIds = (member?.roleIds ?? []).map(toBigInt);
  const today = toBigInt(snowflakeAt(Math.floor(snowflakeTimeMs(id) / DAY_MS) * DAY_MS));
  return sql`(NOT EXISTS (SELECT FROM server_roles WHERE guild_id = ${guildId}::bigint) OR EXISTS (
    SELECT FROM server_roles role, LATERAL (
      SELECT CASE WHEN role.replies_per_day IS NULL THEN 0 ELSE (
        SELECT count(*) FROM turns asked_today
        JOIN users asker ON asker.id = asked_today.user_id JOIN channels asked_in ON asked_in.id = asked_today.channel_id
        WHERE asker.discord_id = ${toBigInt(author.id)}::bigint AND asked_in.guild_id = ${guildId}::bigint
          AND asked_today.trigger_id >= ${today}::bigint AND asked_today.trigger_id < ${toBigInt(id)}::bigint) END AS today) spent
    WHERE role.guild_id = ${guildId}::bigint AND role.role_id = ANY(${roleIds}::bigint[]) AND ${allows}))`;
}

const Silence = z.object({ name: z.string(), fits: z.boolean(), has_role: z.boolean(), may_meet: z.boolean() });

/** What keeps quiet a character that would answer this person elsewhere, or others here. */
export async function explainSilence(
  db: Database,
  trigger: Asked,
  characterIds: readonly string[],
): Promise<{ refusal?: TriggerRefusal }> {
  if (characterIds.length === 0) return {};
  const row = await queryOne(
    db,
    sql`SELECT c.name, ${isFitting(trigger)} AS fits, ${hasRoleFor(trigger, MEMBER)} AS has_role,
          ${hasRoleFor(trigger, MAY_MEET)} AS may_meet
        FROM characters c
        WHERE c.id = ANY(${[...characterIds]}::uuid[]) AND ${isAllowed(trigger)}
          AND NOT (${isFitting(trigger)} AND ${hasRoleFor(trigger, MAY_ASK)})
        LIMIT 1`,
    Silence,
  );
  return row === null ? {} : { refusal: { reason: reasonOf(row), name: row.name } };
}

function reasonOf({ fits, has_role: hasRole, may_meet: mayMeet }: z.infer<typeof Silence>): TriggerRefusal['reason'] {
  if (!hasRole) return 'no-role';
  if (!mayMeet) return 'role-character';
  return fits ? 'role-limit' : 'age-restricted';
}

/** An operator keeps out the author, the place or character `c`. */
function isDenied({ author, place }: Asked): Statement {
  const channelIds = [place.channelId, ...(place.parentId === undefined ? [] : [place.parentId])];
  return sql`EXISTS (SELECT FROM denials WHERE (until IS NULL OR until > now()) AND (
    kind = 'person' AND target_id = ${author.id} OR kind = 'server' AND target_id = ${place.guildId ?? null}::text
    OR kind = 'channel' AND target_id = ANY(${channelIds}::text[]) OR kind = 'character' AND target_id = c.id::text))`;
}
