import { type RouteRequest, type reviseMessage, TRIGGER_REVISED_CHANNEL } from '@tzurot/contracts';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { inTransaction, query, queryOne, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { TERMS_VERSION, toTerms } from '../memory/ranking/words.ts';
import { textOf } from '../turns/text-of.ts';

/** `is_awaited`: its text is another one, and some turn of it has not ended. */
const LockedRow = z.object({ is_awaited: z.boolean() });
const ChangedRow = z.object({ turn_id: z.string(), owner_id: z.string() });

/**
 * Gives a trigger the text that its author has made of it, wherever the old one is: in the waiting turn, in history, and
 * in memory with its stems; the database forgets the vectors of what changes, and new ones are made.
 * @returns false when it is nobody's trigger, or was withdrawn
 */
export async function revise(
  messageId: string,
  said: RouteRequest<typeof reviseMessage>['body'],
  { pool, state, log, embedLater }: Pick<GatewayContext, 'pool' | 'state' | 'log' | 'embedLater'>,
): Promise<boolean> {
  const id = toBigInt(messageId);
  const text = textOf(said);
  const changed = await inTransaction(pool, async (tx) => {
    // Locked first: a turn that settles at the same moment has written its line and memory before they are looked for.
    const trigger = await queryOne(
      tx,
      sql`SELECT facts IS NOT NULL AND facts ->> 'content' IS DISTINCT FROM ${said.content} AS is_awaited
          FROM triggers WHERE id = ${id}::bigint AND withdrawn_at IS NULL FOR UPDATE`,
      LockedRow,
    );
    if (trigger === null) return null;
    const kept = await query(
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
    return { kept, isAwaited: trigger.is_awaited };
  });
  if (changed === null) return false;
  for (const { turn_id: turnId, owner_id: ownerId } of changed.kept) embedLater?.({ turnId, ownerId });
  if (changed.isAwaited) await tellWorkers(messageId, { state, log });
  return true;
}

/** Lets a worker that is at it answer the new text; when nobody hears, what is answered is the old one. */
async function tellWorkers(triggerId: string, { state, log }: Pick<GatewayContext, 'state' | 'log'>): Promise<void> {
  try {
    await state.publish(TRIGGER_REVISED_CHANNEL, { triggerId });
  } catch (error) {
    log.warn({ err: error, triggerId }, 'workers could not be told of an edit');
  }
}
