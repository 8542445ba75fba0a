import type { Caller, CharacterSummary, listCharacters, RouteOutput, RouteRequest } from '@tzurot/contracts';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { query, queryOne, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { isHeardIn } from '../server-characters/is-heard-in.ts';

/** Not what is in it: the route's contract checks each, so that one that does not fit is left out. */
const ListedRow = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  isPublic: z.boolean(),
  isMine: z.boolean(),
  isAdult: z.boolean(),
  hasPicture: z.boolean(),
  avatarUrl: z.string().nullable(),
  ownerName: z.string(),
  description: z.string(),
}) satisfies z.ZodType<CharacterSummary>;

/**
 * Characters that the caller may talk to, their own first, then by name. By hand, because Prisma orders by columns
 * alone and not by whose they are: it would have to read them all to sort them here.
 */
export async function list(
  caller: Caller,
  { query: text, filter, page, pageSize }: RouteRequest<typeof listCharacters>['query'],
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<RouteOutput<typeof listCharacters>> {
  const personId = toBigInt(caller.id);
  const own = sql`(owner.discord_id = ${personId}::bigint OR ${caller.isOperator}::boolean AND owner.discord_id = 0
    OR EXISTS (SELECT FROM character_people WHERE character_id = c.id AND person_id = ${personId}::bigint AND role = 'co-owner'))`;
  const isFriend = sql`EXISTS (SELECT FROM character_people WHERE character_id = c.id AND person_id = ${personId}::bigint)`;
  const isHeard = isHeardIn(caller.guildId);
  const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const scope = sql`FROM characters c JOIN users owner ON owner.id = c.owner_id
    WHERE c.deleted_at IS NULL AND (c.is_public OR ${own} OR ${isFriend})
      AND (${filter} <> 'mine' OR ${own}) AND (${filter} <> 'public' OR c.is_public)
      AND (${filter} <> 'here' OR c.is_public AND ${isHeard})
      AND (c.name ILIKE ${pattern} OR c.slug ILIKE ${pattern})`;
  const counted = await queryOne(pool, sql`SELECT count(*)::int AS total ${scope}`, z.object({ total: z.int() }));
  const items = await query(
    pool,
    sql`SELECT c.id, c.slug, c.name, c.is_public AS "isPublic", ${own} AS "isMine", c.is_adult AS "isAdult",
          c.picture_id IS NOT NULL AS "hasPicture", c.avatar_url AS "avatarUrl", owner.name AS "ownerName",
          left(c.description, 200) AS description
        ${scope} ORDER BY ${own} DESC, lower(c.name), c.id LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
    ListedRow,
  );
  const total = counted?.total ?? 0;
  return { items, page, pages: Math.max(1, Math.ceil(total / pageSize)), total };
}
