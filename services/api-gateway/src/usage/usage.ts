import type { RouteRequest, recordUsage, UsageFacts } from '@tzurot/contracts';
import type { GatewayContext } from '../context.ts';
import { query, sql } from '../database/query.ts';

/**
 * Two parts of a WITH: keep what calls used, once each, and note when the person's keys were used.
 * They read `spender (turn_id, user_id, character_id)`; without a row in it, nothing is kept.
 */
export const keepUsage = (calls: readonly UsageFacts[]) => sql`used AS (
  INSERT INTO usage_events (id, turn_id, user_id, character_id, vendor, model, payer, wallet_key_id,
    prompt_tokens, cached_tokens, completion_tokens, reasoning_tokens, cost_usd, took_ms, outcome, dropped)
  SELECT call.id, spender.turn_id, spender.user_id, spender.character_id, call.vendor, call.model, call.payer,
    CASE WHEN call.payer = 'user' THEN (
      SELECT id FROM wallet_keys held WHERE held.user_id = spender.user_id AND held.vendor = call.vendor
        AND held.status = 'active' LIMIT 1) END,
    call."promptTokens", call."cachedTokens", call."completionTokens", call."reasoningTokens", call."costUsd",
    call."tookMs", call.outcome, call.dropped
  FROM spender, jsonb_to_recordset(${JSON.stringify(calls)}::jsonb) AS call (id uuid, vendor text, model text, payer text,
    "promptTokens" int, "cachedTokens" int, "completionTokens" int, "reasoningTokens" int, "costUsd" numeric,
    "tookMs" int, outcome text, dropped jsonb)
  ON CONFLICT (id) DO NOTHING
  RETURNING wallet_key_id
), paid AS (
  UPDATE wallet_keys SET last_used_at = now() WHERE id IN (SELECT wallet_key_id FROM used)
)`;

/** Who spent what a turn's calls cost. */
export const spenderOf = (turnId: string) =>
  sql`spender AS (SELECT id AS turn_id, user_id, character_id FROM turns WHERE id = ${turnId}::uuid)`;

/** Keeps what was spent, whatever became of the turn or the key that it was spent on. */
export async function recordSpending(
  { spentOn, calls }: RouteRequest<typeof recordUsage>['body'],
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<void> {
  const spender =
    'turnId' in spentOn
      ? spenderOf(spentOn.turnId)
      : sql`spender AS (
          SELECT NULL::uuid AS turn_id, user_id, NULL::uuid AS character_id FROM wallet_keys WHERE id = ${spentOn.keyId}::uuid)`;
  await query(pool, sql`WITH ${spender}, ${keepUsage(calls)} SELECT 1`);
}
