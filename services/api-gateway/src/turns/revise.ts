import { ReplyKind, type RouteOutput, type RouteRequest, type reviseReply, Trigger } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { inTransaction, query, queryOne, sql } from '../database/query.ts';
import { WAKE_AFTER_MS } from './limits.ts';
import { lockChannelOfTurn } from './lock-channel.ts';
import { enqueueWakeUps, WakeUp } from './wake.ts';

type Revision = RouteRequest<typeof reviseReply>['body'];
type Outcome = RouteOutput<typeof reviseReply>['outcome'];

const EndedTurn = z.object({
  trigger_id: z.string(),
  kind: Trigger.shape.kind,
  is_running: z.boolean(),
  is_withdrawn: z.boolean(),
  selected_reply: z.int().nullable(),
  selected_kind: ReplyKind.nullable(),
  last: z.int(),
  character_name: z.string(),
  is_character_there: z.boolean(),
  may_select: z.boolean(),
});
type EndedTurn = z.infer<typeof EndedTurn>;

/**
 * Reopens a turn that has ended, under a new fence: a further reply is made, or an earlier one brought back. What Discord
 * said comes along anew, since nothing was kept of it.
 * @throws AppError `conflict` with a reason where there is nothing to revise
 */
export async function revise(
  turnId: string,
  revision: Revision,
  ctx: Pick<GatewayContext, 'pool' | 'queues' | 'log'>,
): Promise<Outcome> {
  const { outcome, woken } = await inTransaction(ctx.pool, async (tx) => {
    await lockChannelOfTurn(tx, turnId);
    const turn = await queryOne(
      tx,
      sql`SELECT t.trigger_id, trigger.kind, t.ended_at IS NULL AS is_running, trigger.withdrawn_at IS NOT NULL AS is_withdrawn,
            t.selected_reply, standing.kind AS selected_kind, t.character_name,
            EXISTS (SELECT FROM characters WHERE id = t.character_id) AS is_character_there,
            coalesce((SELECT max(number) FROM replies WHERE turn_id = t.id), 0) AS last,
            EXISTS (SELECT FROM replies WHERE turn_id = t.id AND number = ${revision.select}::int AND kind = 'reply'
              AND text IS NOT NULL) AS may_select
          FROM turns t JOIN triggers trigger ON trigger.id = t.trigger_id
          LEFT JOIN replies standing ON standing.turn_id = t.id AND standing.number = t.selected_reply
          WHERE t.id = ${turnId}::uuid FOR UPDATE OF t, trigger`,
      EndedTurn,
    );
    if (turn === null) throw new Error('a locked turn vanished');
    if (turn.is_running) return { outcome: 'running' as const, woken: [] };
    if (revision.last !== turn.last || revision.select === turn.selected_reply)
      return { outcome: 'unchanged' as const, woken: [] };
    requireRevisable(turn, revision);
    const text = revision.text ?? null;
    const [reopened] = await query(
      tx,
      // What an edit made of a post is recorded nowhere, so without a hash every one of them is edited again.
      sql`WITH scene AS (
            UPDATE triggers SET facts = ${JSON.stringify(revision.trigger)}::jsonb, closed_at = NULL,
              scene = ${revision.scene === null ? null : JSON.stringify(revision.scene)}::jsonb
            WHERE id = ${turn.trigger_id}::bigint
          ), gone AS (
            DELETE FROM posts WHERE turn_id = ${turnId}::uuid AND state = 'deleted'
          ), written AS (
            INSERT INTO replies (turn_id, number, kind, state, text, ended_at)
            SELECT ${turnId}::uuid, ${turn.last + 1}::int, 'reply', 'complete', ${text}::text, now() WHERE ${text}::text IS NOT NULL
          ), standing AS (
            UPDATE posts SET hash = '' WHERE turn_id = ${turnId}::uuid AND state <> 'deleted'
          )
          UPDATE turns SET hint = ${revision.hint ?? null}::text, continues = ${revision.continues}::boolean, stage = 'accepted', ended_at = NULL, standing_reply = selected_reply,
            drafted_reply = ${revision.select ?? turn.last + 1}::int, revised_at = now(), stopped_at = NULL, problem = NULL, untold_since = NULL,
            attempts = 0, outages = 0, fence = fence + 1, lease_key = NULL, lease_expires_at = NULL,
            wake_ups = wake_ups + 1, due_at = now() + ${WAKE_AFTER_MS} * interval '1 ms'
          WHERE id = ${turnId}::uuid RETURNING id AS turn_id, wake_ups`,
      WakeUp.pick({ turn_id: true, wake_ups: true }),
    );
    if (reopened === undefined) throw new Error('a locked turn vanished');
    const wakeUp: WakeUp = { ...reopened, facts: revision.trigger, scene: revision.scene };
    return { outcome: 'reopened' as const, woken: [wakeUp] };
  });
  await enqueueWakeUps(woken, ctx);
  return outcome;
}

function requireRevisable(turn: EndedTurn, { select, trigger, text }: Revision): void {
  const asksModel = select === null && text === undefined;
  if (turn.selected_kind !== 'reply' || (asksModel && turn.kind === 'greeting'))
    throw new AppError('conflict', 'no model made what stands there', { reason: 'reply-has-no-model' });
  if (!turn.is_character_there)
    throw new AppError('conflict', 'the character is gone', {
      reason: 'character-gone',
      facts: { name: turn.character_name },
    });
  if (asksModel && turn.is_withdrawn) throw new AppError('gone', 'the message to answer is gone');
  if (select !== null && !turn.may_select) throw new AppError('conflict', `reply ${select} cannot stand in posts`);
  if (BigInt(trigger.id) !== BigInt(turn.trigger_id))
    throw new AppError('invalid-input', 'the trigger is of another turn');
}
