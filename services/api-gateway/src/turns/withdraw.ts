import { TRIGGER_GONE_CHANNEL } from '@tzurot/contracts';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { inTransaction, query, queryOne, sql } from '../database/query.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { toTerms } from '../memory/ranking/words.ts';
import { endTurns } from './end.ts';
import { enqueueWakeUps } from './wake.ts';

/**
 * Forgets a trigger whose message is gone, or the message that showed it, and replies that repeat its words. What the vendor has answered already is
 * still delivered; the rest ends silently. Where half of a reply stands, its worker, or the next one, removes it first.
 * @returns how many turns are not answered; 0 for a message that is no trigger's
 */
export async function withdraw(
  messageId: string,
  ctx: Pick<GatewayContext, 'pool' | 'queues' | 'state' | 'log'>,
): Promise<number> {
  const shownId = toBigInt(messageId);
  const gone = await inTransaction(ctx.pool, async (tx) => {
    const trigger = await queryOne(
      tx,
      sql`SELECT trigger.id, ch.id AS channel_id FROM channels ch JOIN triggers trigger ON trigger.channel_id = ch.id
          WHERE trigger.id = ${shownId}::bigint OR trigger.shown_as_id = ${shownId}::bigint FOR UPDATE OF ch, trigger`,
      z.object({ id: z.string(), channel_id: z.string() }),
    );
    if (trigger === null) return null;
    const { id, channel_id: channelId } = trigger;
    const repeating = await findRepeating(tx, id);
    await query(
      tx,
      sql`WITH repeated AS (
            SELECT id, ended_at FROM turns WHERE trigger_id = ${id}::bigint AND character_id = ANY(${repeating}::uuid[])
          ), forgotten AS (
            DELETE FROM memory_items WHERE source_message_ids @> ARRAY[${id}::bigint]
              OR exchange_id = ANY(ARRAY(SELECT id FROM repeated))
          ), removed AS (
            DELETE FROM history_lines WHERE trigger_id = ${id}::bigint
              AND (speaker = 'person' OR character_id = ANY(${repeating}::uuid[]))
          ), emptied AS (
            UPDATE replies SET answer = NULL, text = NULL FROM repeated
            WHERE replies.turn_id = repeated.id AND repeated.ended_at IS NOT NULL
          )
          UPDATE triggers SET withdrawn_at = coalesce(withdrawn_at, now()) WHERE id = ${id}::bigint`,
    );
    // Locked first, and looked at in a statement of its own: what was begun or stored meanwhile is seen.
    await query(tx, sql`SELECT FROM turns WHERE trigger_id = ${id}::bigint AND ended_at IS NULL FOR UPDATE`);
    const unanswered = await query(
      tx,
      sql`SELECT id, EXISTS (SELECT FROM posts WHERE turn_id = turns.id) AS is_shown
          FROM turns WHERE trigger_id = ${id}::bigint AND ended_at IS NULL AND stage <> 'spoken'`,
      z.object({ id: z.string(), is_shown: z.boolean() }),
    );
    const silent = unanswered.filter((turn) => !turn.is_shown).map((turn) => turn.id);
    return {
      triggerId: toSnowflake(id),
      ended: unanswered.length,
      woken: await endTurns(tx, channelId, silent, 'refused'),
    };
  });
  if (gone === null) return 0;
  await enqueueWakeUps(gone.woken, ctx);
  await tellWorkers(gone.triggerId, ctx);
  return gone.ended;
}

/** The characters whose reply has words of what they answered: it would go on telling what was taken back. */
async function findRepeating(tx: PoolClient, triggerId: string): Promise<string[]> {
  const lines = await query(
    tx,
    sql`SELECT speaker, character_id, text FROM history_lines WHERE trigger_id = ${triggerId}::bigint`,
    z.object({ speaker: z.string(), character_id: z.string(), text: z.string() }),
  );
  const said = new Set(lines.filter(({ speaker }) => speaker === 'person').flatMap(({ text }) => toTerms(text)));
  return lines
    .filter(({ speaker, text }) => speaker === 'character' && toTerms(text).some((term) => said.has(term)))
    .map(({ character_id: characterId }) => characterId);
}

/** Lets a worker that is at it stop early; when nobody hears, the ledger still refuses what it writes. */
async function tellWorkers(triggerId: string, { state, log }: Pick<GatewayContext, 'state' | 'log'>): Promise<void> {
  try {
    await state.publish(TRIGGER_GONE_CHANNEL, { triggerId });
  } catch (error) {
    log.warn({ err: error, triggerId }, 'workers could not be told that a trigger is gone');
  }
}
