import type { RouteRequest, recordUsage, UsageFacts } from '@tzurot/contracts';
import type { GatewayContext } from '../context.ts';
import { query, type Statement, sql } from '../database/query.ts';

/** Stands in the sums of days for what was spent on no character. */
export const NO_CHARACTER = '00000000-0000-0000-0000-000000000000';

/**
 * Three parts of a WITH: keep what calls used, once each, add it to the day's sums, and note when the person's keys were used.
 * They read `spender (turn_id, user_id, character_id, guild_id)`; without a row in it, nothing is kept.
 */
export const keepUsage = (calls: readonly UsageFacts[]) => sql`used AS (
  INSERT INTO usage_events (id, turn_id, user_id, character_id, guild_id, vendor, model, payer, wallet_key_id,
    prompt_tokens, cached_tokens, completion_tokens, reasoning_tokens, cost_usd, took_ms, outcome, dropped)
  SELECT call.id, spender.turn_id, spender.user_id, spender.character_id, spender.guild_id, call.vendor, call.model, call.payer,
    CASE WHEN call.payer = 'user' THEN (
      SELECT id FROM wallet_keys held WHERE held.user_id = spender.user_id AND held.vendor = call.vendor
        AND held.status = 'active' LIMIT 1) END,
    call."promptTokens", call."cachedTokens", call."completionTokens", call."reasoningTokens", call."costUsd",
    call."tookMs", call.outcome, call.dropped
  FROM spender, jsonb_to_recordset(${JSON.stringify(calls)}::jsonb) AS call (id uuid, vendor text, model text, payer text,
    "promptTokens" int, "cachedTokens" int, "completionTokens" int, "reasoningTokens" int, "costUsd" numeric,
    "tookMs" int, outcome text, dropped jsonb)
  ON CONFLICT (id) DO NOTHING
  RETURNING *
), summed AS (
  INSERT INTO usage_days AS day (day, user_id, character_id, guild_id, vendor, model, payer, calls, failed_calls,
    prompt_tokens, completion_tokens, cost_usd)
  SELECT (now() AT TIME ZONE 'UTC')::date, user_id, coalesce(character_id, ${NO_CHARACTER}::uuid), coalesce(guild_id, 0),
    vendor, model, payer, count(*), count(*) FILTER (WHERE outcome = 'failed'), sum(prompt_tokens), sum(completion_tokens),
    coalesce(sum(cost_usd), 0)
  FROM used GROUP BY 2, 3, 4, 5, 6, 7
  ON CONFLICT (user_id, day, character_id, guild_id, vendor, model, payer) DO UPDATE SET
    calls = day.calls + excluded.calls, failed_calls = day.failed_calls + excluded.failed_calls,
    prompt_tokens = day.prompt_tokens + excluded.prompt_tokens,
    completion_tokens = day.completion_tokens + excluded.completion_tokens, cost_usd = day.cost_usd + excluded.cost_usd
), paid AS (
  UPDATE wallet_keys SET last_used_at = now() WHERE id IN (SELECT wallet_key_id FROM used)
)`;

/** Who spent what a turn's calls cost, and where. @param turns a table or part of a WITH that has the turn's columns */
export const spenderIn = (turns: Statement) => sql`spender AS (
  SELECT turn.id AS turn_id, turn.user_id, turn.character_id, channel.guild_id
  FROM ${turns} AS turn LEFT JOIN channels channel ON channel.id = turn.channel_id)`;

export const spenderOf = (turnId: string) => spenderIn(sql`(SELECT * FROM turns WHERE id = ${turnId}::uuid)`);

/** Keeps what was spent, whatever became of the turn or the key that it was spent on. */
export async function recordSpending(
  { spentOn, calls }: RouteRequest<typeof recordUsage>['body'],
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<void> {
  const spender =
    'turnId' in spentOn
      ? spenderOf(spentOn.turnId)
      : sql`spender AS (
          SELECT NULL::uuid AS turn_id, user_id, NULL::uuid AS character_id, NULL::bigint AS guild_id
          FROM wallet_keys WHERE id = ${spentOn.keyId}::uuid)`;
  await query(pool, sql`WITH ${spender}, ${keepUsage(calls)} SELECT 1`);
}
