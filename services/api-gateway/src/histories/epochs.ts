import {
  type Caller,
  type clearHistory,
  type RouteOutput,
  snowflakeAt,
  snowflakeTimeMs,
  type undoClearHistory,
} from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { requireTalkable } from '../characters/access.ts';
import type { GatewayContext } from '../context.ts';
import { queryOne, sql } from '../database/query.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { findOrKeepUser } from '../users/users.ts';

const timeOf = (epoch: string): string => new Date(snowflakeTimeMs(toSnowflake(epoch))).toISOString();

/** Moves the caller's epoch with a character to now, or behind its last line where Discord's clock is ahead of ours. */
export async function clear(
  caller: Caller,
  characterId: string,
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<RouteOutput<typeof clearHistory>> {
  const { name: characterName } = await requireTalkable(pool, caller, characterId);
  const { id: userId } = await findOrKeepUser(pool, caller);
  const row = await queryOne<{ epoch: string; hidden: number }>(
    pool,
    sql`WITH said AS (
          SELECT line.message_id, line.message_ids FROM history_lines line
          LEFT JOIN user_characters mine ON mine.user_id = line.user_id AND mine.character_id = line.character_id
          WHERE line.user_id = ${userId}::uuid AND line.character_id = ${characterId}::uuid
            AND line.message_id >= coalesce(mine.epoch, 0)
        ), moved AS (
          INSERT INTO user_characters AS mine (user_id, character_id, epoch, previous_epoch, can_undo_clear)
          SELECT ${userId}::uuid, ${characterId}::uuid, greatest(
              ${toBigInt(snowflakeAt(Date.now()))}::bigint, (SELECT max(id) + 1 FROM said, unnest(message_ids) AS id)), NULL, true
          ON CONFLICT (user_id, character_id) DO UPDATE
            SET epoch = excluded.epoch, previous_epoch = mine.epoch, can_undo_clear = true
          RETURNING epoch
        )
        SELECT moved.epoch, (SELECT count(*)::int FROM said) AS hidden FROM moved`,
  );
  if (row === null) throw new Error('moving an epoch gave no row');
  return { characterName, hiddenLines: row.hidden, since: timeOf(row.epoch) };
}

/** @throws AppError `conflict` when there is no clearing to undo */
export async function undoClear(
  caller: Caller,
  characterId: string,
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<RouteOutput<typeof undoClearHistory>> {
  const { name: characterName } = await requireTalkable(pool, caller, characterId);
  const { id: userId } = await findOrKeepUser(pool, caller);
  const row = await queryOne<{ epoch: string | null }>(
    pool,
    sql`UPDATE user_characters SET epoch = previous_epoch, previous_epoch = NULL, can_undo_clear = false
        WHERE user_id = ${userId}::uuid AND character_id = ${characterId}::uuid AND can_undo_clear
        RETURNING epoch`,
  );
  if (row === null) {
    throw new AppError('conflict', 'there is no clearing to undo', {
      reason: 'nothing-to-undo',
      facts: { character: characterName },
    });
  }
  return { characterName, since: row.epoch === null ? null : timeOf(row.epoch) };
}
