import { type Caller, type PostOrigin, ReplyKind } from '@tzurot/contracts';
import { NotFoundError } from '@tzurot/platform';
import { z } from 'zod';
import { isOpenTo } from '../characters/access.ts';
import type { GatewayContext } from '../context.ts';
import { queryOne, sql } from '../database/query.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { OPERATOR_DISCORD_ID } from '../users/users.ts';

const OriginRow = z.object({
  reply_kind: ReplyKind,
  name_then: z.string(),
  asked_by: z.string(),
  /** Null when it was deleted. */
  character: z
    .object({
      id: z.string(),
      slug: z.string(),
      name: z.string(),
      isPublic: z.boolean(),
      ownerId: z.string(),
      isOpen: z.boolean(),
      isMine: z.boolean(),
    })
    .nullable(),
  /** Null when no model was asked. */
  used: z.object({ vendor: z.string(), model: z.string() }).nullable(),
});
type OriginRow = z.infer<typeof OriginRow>;

/**
 * Who said the message that the caller sees in a channel.
 * @throws NotFoundError when no character said it there, or the caller cannot see that channel: a direct message is
 *   its person's alone, and a channel belongs to the server that the caller is in
 */
export async function findOrigin(
  messageId: string,
  channelId: string,
  caller: Caller,
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<PostOrigin> {
  const person = sql`${toBigInt(caller.id)}::bigint`;
  const row = await queryOne(
    pool,
    sql`SELECT reply.kind AS reply_kind, t.character_name AS name_then, asker.discord_id AS asked_by,
          CASE WHEN c.id IS NOT NULL THEN json_build_object('id', c.id, 'slug', c.slug, 'name', c.name,
            'isPublic', c.is_public, 'ownerId', owner.discord_id::text, 'isOpen', ${isOpenTo(person)},
            'isMine', owner.discord_id = ${person} OR EXISTS (SELECT FROM character_people
              WHERE character_id = c.id AND person_id = ${person} AND role = 'co-owner')) END AS character,
          CASE WHEN used.id IS NOT NULL THEN json_build_object('vendor', used.vendor, 'model', used.model) END AS used
        FROM posts post
        JOIN turns t ON t.id = post.turn_id
        JOIN channels ch ON ch.id = t.channel_id
        JOIN users asker ON asker.id = t.user_id
        LEFT JOIN characters c ON c.id = t.character_id AND c.deleted_at IS NULL
        LEFT JOIN users owner ON owner.id = c.owner_id
        JOIN replies reply ON reply.turn_id = t.id AND reply.number = t.selected_reply
        LEFT JOIN usage_events used ON used.id = reply.usage_id AND reply.kind = 'reply'
        WHERE post.message_id = ${toBigInt(messageId)}::bigint AND t.channel_id = ${toBigInt(channelId)}::bigint
          AND (ch.guild_id = ${caller.guildId === undefined ? null : toBigInt(caller.guildId)}::bigint
            OR (ch.kind = 'dm' AND asker.discord_id = ${toBigInt(caller.id)}::bigint))`,
    OriginRow,
  );
  if (row === null) throw new NotFoundError('post', messageId);

  const askedById = toSnowflake(row.asked_by);
  const character = row.character && describeTo(caller, row.character);
  return {
    kind: row.reply_kind,
    characterName: row.name_then,
    character,
    askedById,
    model: row.used,
    // Staff may moderate in a server alone; where there is none, nobody is staff.
    isMine: askedById === caller.id || caller.isStaff,
  };
}

/** What the caller may know of the character: nothing of somebody else's private one, not even that it still exists. */
function describeTo(
  caller: Caller,
  { isOpen, ...character }: NonNullable<OriginRow['character']>,
): PostOrigin['character'] {
  const isOfTheBot = toBigInt(character.ownerId) === OPERATOR_DISCORD_ID;
  const ownerId = isOfTheBot ? null : toSnowflake(character.ownerId);
  const isMine = character.isMine || (isOfTheBot && caller.isOperator);
  return character.isPublic || isOpen || isMine ? { ...character, isMine, ownerId } : null;
}
