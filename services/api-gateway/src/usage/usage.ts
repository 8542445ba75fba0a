import type { UsageFacts } from '@tzurot/contracts';
import { sql } from '../database/query.ts';

/** Usage with an id and a place per call, as the statements below read it. */
export type UsageRows = string;

export function usageRows(usage: readonly UsageFacts[], newId: () => string): UsageRows {
  return JSON.stringify(usage.map((facts, position) => ({ id: newId(), position, ...facts })));
}

/**
 * Two parts of a WITH: keep what a turn's calls used, and note when the person's keys were used.
 * They read `turn (id, user_id, character_id)`; without a row in it, nothing is kept.
 */
export const keepUsage = (rows: UsageRows) => sql`used AS (
  INSERT INTO usage_events (id, turn_id, position, user_id, character_id, vendor, model, payer, wallet_key_id,
    prompt_tokens, cached_tokens, completion_tokens, reasoning_tokens, cost_usd, took_ms, outcome, dropped)
  SELECT call.id, turn.id, call.position, turn.user_id, turn.character_id, call.vendor, call.model, call.payer,
    CASE WHEN call.payer = 'user' THEN (
      SELECT id FROM wallet_keys held WHERE held.user_id = turn.user_id AND held.vendor = call.vendor
        AND held.status = 'active' LIMIT 1) END,
    call."promptTokens", call."cachedTokens", call."completionTokens", call."reasoningTokens", call."costUsd",
    call."tookMs", call.outcome, call.dropped
  FROM turn, jsonb_to_recordset(${rows}::jsonb) AS call (id uuid, position smallint, vendor text, model text, payer text,
    "promptTokens" int, "cachedTokens" int, "completionTokens" int, "reasoningTokens" int, "costUsd" numeric,
    "tookMs" int, outcome text, dropped jsonb)
  ON CONFLICT (turn_id, position) DO NOTHING
  RETURNING wallet_key_id
), paid AS (
  UPDATE wallet_keys SET last_used_at = now() WHERE id IN (SELECT wallet_key_id FROM used)
)`;
