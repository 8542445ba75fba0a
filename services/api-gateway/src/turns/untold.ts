import type { Caller, RouteOutput, readUndelivered, UntoldTurn } from '@tzurot/contracts';
import { NotFoundError } from '@tzurot/platform';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { query, queryOne, sql } from '../database/query.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';

/** After a day nobody waits any more. */
const WORTH_TELLING_HOURS = 24;
const BATCH = 50;

const Row = z.object({
  id: z.string(),
  trigger_id: z.string(),
  channel_id: z.string(),
  guild_id: z.string().nullable(),
  parent_id: z.string().nullable(),
  stage: z.string(),
  asker_id: z.string(),
  character_name: z.string(),
  kind: z.string().nullable(),
  text: z.string().nullable(),
});

/** Turns whose askers are to be told that nothing came of them, the oldest first. */
export async function listUntold({ pool }: Pick<GatewayContext, 'pool'>): Promise<UntoldTurn[]> {
  const rows = await query(
    pool,
    sql`SELECT t.id, t.trigger_id, t.channel_id, ch.guild_id, ch.parent_id, t.stage, users.discord_id AS asker_id, t.character_name,
          reply.kind, reply.text
        FROM turns t JOIN users ON users.id = t.user_id JOIN channels ch ON ch.id = t.channel_id
        LEFT JOIN replies reply ON reply.turn_id = t.id AND reply.number = t.selected_reply
        WHERE t.untold_since > now() - ${WORTH_TELLING_HOURS} * interval '1 hour'
        ORDER BY t.untold_since LIMIT ${BATCH}`,
    Row,
  );
  return rows.map((row) => ({
    turnId: row.id,
    triggerId: toSnowflake(row.trigger_id),
    channelId: toSnowflake(row.channel_id),
    guildId: row.guild_id === null ? null : toSnowflake(row.guild_id),
    parentId: row.parent_id === null ? null : toSnowflake(row.parent_id),
    askerId: toSnowflake(row.asker_id),
    characterName: row.character_name,
    outcome: row.kind === 'reply' ? 'undelivered' : row.stage === 'refused' ? 'nowhere' : 'unanswered',
    text: row.text,
  }));
}

export async function markTold(turnId: string, { pool }: Pick<GatewayContext, 'pool'>): Promise<void> {
  await query(pool, sql`UPDATE turns SET untold_since = NULL WHERE id = ${turnId}::uuid`);
}

const ReplyRow = z.object({ character_name: z.string(), text: z.string() });

/** @throws NotFoundError for everybody but the person who asked, and where there is no reply */
export async function readReplyOf(
  turnId: string,
  caller: Caller,
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<RouteOutput<typeof readUndelivered>> {
  const row = await queryOne(
    pool,
    sql`SELECT t.character_name, reply.text
        FROM turns t JOIN users ON users.id = t.user_id
        JOIN replies reply ON reply.turn_id = t.id AND reply.number = t.selected_reply
        WHERE t.id = ${turnId}::uuid AND users.discord_id = ${toBigInt(caller.id)}::bigint
          AND t.ended_at IS NOT NULL AND reply.kind = 'reply' AND reply.text IS NOT NULL`,
    ReplyRow,
  );
  if (row === null) throw new NotFoundError('turn', turnId);
  return { characterName: row.character_name, text: row.text };
}
