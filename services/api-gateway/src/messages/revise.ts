import type { RouteRequest, reviseMessage } from '@tzurot/contracts';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { inTransaction, query, queryOne, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { TERMS_VERSION, toTerms } from '../memory/ranking/words.ts';
import { textOf } from '../turns/text-of.ts';

const ChangedRow = z.object({ turn_id: z.string(), owner_id: z.string() });

/**
 * Gives a trigger the text that its author has made of it, wherever the old one is: in the waiting turn, in history, and
 * in memory with its stems; the database forgets the vectors of what changes, and new ones are made.
 * @returns false when it is nobody's trigger, or was withdrawn
 */
export async function revise(
  messageId: string,
  said: RouteRequest<typeof reviseMessage>['body'],
  { pool, embedLater }: Pick<GatewayContext, 'pool' | 'embedLater'>,
): Promise<boolean> {
  const id = toBigInt(messageId);
  const text = textOf(said);
  const changed = await inTransaction(pool, async (tx) => {
    // Locked first: a turn that settles at the same moment has written its line and memory before they are looked for.
    const trigger = await queryOne(
      tx,
      sql`SELECT id FROM triggers WHERE id = ${id}::bigint AND withdrawn_at IS NULL FOR UPDATE`,
    );
    if (trigger === null) return null;
    return query(
      tx,
      sql`WITH waiting AS (
            UPDATE triggers SET facts = facts || ${JSON.stringify(said)}::jsonb
            WHERE id = ${id}::bigint AND facts IS NOT NULL
          ), lines AS (
            UPDATE history_lines SET text = ${text} WHERE trigger_id = ${id}::bigint AND speaker = 'person'
          )
          UPDATE memory_items SET body = ${text}, terms = ${toTerms(text)}::text[], terms_version = ${TERMS_VERSION}
          WHERE source_message_ids @> ARRAY[${id}::bigint] AND speaker = 'person'
          RETURNING exchange_id AS turn_id, owner_id`,
      ChangedRow,
    );
  });
  for (const { turn_id: turnId, owner_id: ownerId } of changed ?? []) embedLater?.({ turnId, ownerId });
  return changed !== null;
}
