import type { Caller } from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { z } from 'zod';
import { type Database, queryOne, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';

const RevisableRow = z.object({ turn_id: z.string(), is_theirs: z.boolean() });

/**
 * The turn of a post that the caller may stop and revise: it answers them, or they are staff where it stands.
 * @throws NotFoundError as for a stranger; AppError `forbidden`
 */
export async function findRevisable(
  db: Database,
  messageId: string,
  channelId: string,
  caller: Caller,
): Promise<string> {
  const callerId = toBigInt(caller.id);
  const row = await queryOne(
    db,
    sql`SELECT t.id AS turn_id, asker.discord_id = ${callerId}::bigint AS is_theirs
        FROM posts post
        JOIN turns t ON t.id = post.turn_id
        JOIN channels ch ON ch.id = t.channel_id
        JOIN users asker ON asker.id = t.user_id
        WHERE post.message_id = ${toBigInt(messageId)}::bigint AND t.channel_id = ${toBigInt(channelId)}::bigint
          AND (ch.guild_id = ${caller.guildId === undefined ? null : toBigInt(caller.guildId)}::bigint
            OR (ch.kind = 'dm' AND asker.discord_id = ${callerId}::bigint))`,
    RevisableRow,
  );
  if (row === null) throw new NotFoundError('post', messageId);
  if (!row.is_theirs && !caller.isStaff)
    throw new AppError('forbidden', 'somebody else asked for this reply', { reason: 'reply-not-yours' });
  return row.turn_id;
}
