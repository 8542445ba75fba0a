import { z } from 'zod';
import { sql } from '../../database/query.ts';
import { definePart } from './part.ts';

const todayOf = (whose: ReturnType<typeof sql>) => sql`(SELECT coalesce(sum(calls), 0) FROM usage_days
  WHERE ${whose} AND day = (now() AT TIME ZONE 'UTC')::date AND payer <> 'user')`;

/** Whose turn it is, and how often they and their server were answered today at somebody else's cost; zeros for who has a key. */
export const guestUse = definePart({
  select: sql`CASE WHEN EXISTS (SELECT FROM wallet_keys WHERE user_id = t.user_id AND status = 'active')
    THEN json_build_object('userId', t.user_id, 'person', 0, 'server', 0)
    ELSE json_build_object('userId', t.user_id, 'person', ${todayOf(sql`user_id = t.user_id`)},
      'server', CASE WHEN ch.guild_id IS NULL THEN 0 ELSE ${todayOf(sql`guild_id = ch.guild_id`)} END) END`,
  schema: z.object({ userId: z.string(), person: z.coerce.number(), server: z.coerce.number() }),
});
