import {
  FINAL_STAGES,
  messageIdsOf,
  ReplyKind,
  type RouteRequest,
  type settleTurn,
  snowflakeAt,
  snowflakeTimeMs,
  Trigger,
  TurnStage,
  UsageFacts,
  type VendorCatalogue,
  WORDLESS_KINDS,
} from '@tzurot/contracts';
import { AppError, currentTraceId, NotFoundError } from '@tzurot/platform';
import type { PoolClient } from 'pg';
import { v7 as uuidV7 } from 'uuid';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { isDuplicate } from '../database/errors.ts';
import { type Commit, inOneTrip, inTransaction, query, queryOne, sql } from '../database/query.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { staleLease } from '../leases/held-turn.ts';
import { type Exchange, keepExchange, type Said } from '../memory/keep.ts';
import { TERMS_VERSION, toTerms } from '../memory/ranking/words.ts';
import { embedderFor } from '../memory/vectors/embedding-space.ts';
import { isAwaited } from './end.ts';
import { findNext, handOver, OthersActive, othersActive } from './hand-over.ts';
import { claimedElsewhere, webhookOf } from './posts.ts';
import { textOf } from './text-of.ts';
import { claimUnblocked, enqueueWakeUps, type WakeUp } from './wake.ts';

type Settlement = RouteRequest<typeof settleTurn>['body'];

/**
 * Ends a turn: posts, history, memory and stage in one transaction; then wakes whoever waited for it.
 * A second time only tells the stage.
 * @throws AppError `stale-lease`, or `conflict` when nothing was said that could have been delivered
 */
export async function settle(
  turnId: string,
  settlement: Settlement,
  ctx: Pick<GatewayContext, 'pool' | 'queues' | 'log' | 'embedLater' | 'vendors'>,
): Promise<TurnStage> {
  const { stage, woken, embeddableOf } = await inTransaction(ctx.pool, async (tx, commit) => {
    const turn = await lock(tx, turnId);
    if (turn.fence !== settlement.fence) throw staleLease(turnId);
    if (FINAL_STAGES.has(turn.stage)) return { stage: turn.stage, woken: [], embeddableOf: null };
    return end(tx, commit, turn, settlement, ctx.vendors);
  });
  if (settlement.problem !== undefined)
    ctx.log.warn({ turnId, problem: settlement.problem }, 'turn settled with a problem');
  await enqueueWakeUps(woken, ctx);
  if (embeddableOf !== null) ctx.embedLater?.({ turnId, ownerId: embeddableOf });
  return stage;
}

const LockedTurn = z.object({
  id: z.string(),
  stage: TurnStage,
  fence: z.int(),
  trigger_id: z.string(),
  channel_id: z.string(),
  character_id: z.string(),
  user_id: z.string(),
  persona_id: z.string().nullable(),
  persona_name: z.string().nullable(),
  /** The reply that stood before, when this is a revision. */
  standing_reply: z.int().nullable(),
  reply_kind: ReplyKind.nullable(),
  reply_text: z.string().nullable(),
  /** Null when the character is gone. */
  character_name: z.string().nullable(),
  facts: z.unknown(),
  is_withdrawn: z.boolean(),
  /** The author wants nothing of it in memory. */
  is_incognito: z.boolean(),
  /** Of the call that gave the reply. */
  paid: UsageFacts.pick({ vendor: true, payer: true }).nullable(),
  posts: z.array(z.object({ chunk: z.int(), state: z.string(), message_id: z.string().nullable() })).nullable(),
  /** Of the conversation's history; null when there is none. */
  last_line_seq: z.int().nullable(),
  others_active: OthersActive.nullable(),
  last_session: z.object({ session_id: z.string(), seq: z.int(), occurred_at: z.string() }).nullable(),
});
type LockedTurn = z.infer<typeof LockedTurn>;

async function lock(tx: PoolClient, turnId: string): Promise<LockedTurn> {
  // The rows that others may change are locked and therefore current; the rest changes only under our own lease.
  const row = await queryOne(
    tx,
    sql`SELECT t.id, t.stage, t.fence, t.trigger_id, t.channel_id, t.character_id, t.user_id, t.persona_id, t.standing_reply,
          reply.kind AS reply_kind, reply.text AS reply_text, trigger.facts, trigger.withdrawn_at IS NOT NULL AS is_withdrawn,
          coalesce((SELECT incognito_until > now() FROM users WHERE id = t.user_id), false) AS is_incognito,
          (SELECT name FROM characters WHERE id = t.character_id) AS character_name,
          (SELECT coalesce(nullif(preferred_name, ''), name) FROM personas WHERE id = t.persona_id) AS persona_name,
          (SELECT json_agg(json_build_object('chunk', chunk, 'state', state, 'message_id', message_id::text) ORDER BY chunk)
            FROM posts WHERE turn_id = t.id) AS posts,
          (SELECT json_build_object('vendor', vendor, 'payer', payer) FROM usage_events WHERE id = reply.usage_id) AS paid,
          (SELECT seq FROM history_lines WHERE character_id = t.character_id AND channel_id = t.channel_id
            ORDER BY message_id DESC LIMIT 1) AS last_line_seq,
          (SELECT json_build_object('session_id', session_id, 'seq', seq, 'occurred_at', occurred_at) FROM memory_items
            WHERE owner_id = t.persona_id AND character_id = t.character_id AND channel_id = t.channel_id
            ORDER BY occurred_at DESC, seq DESC LIMIT 1) AS last_session,
          ${othersActive} AS others_active
        FROM turns t
        JOIN channels ch ON ch.id = t.channel_id
        JOIN triggers trigger ON trigger.id = t.trigger_id
        LEFT JOIN replies reply ON reply.turn_id = t.id AND reply.number = t.selected_reply
        WHERE t.id = ${turnId}::uuid FOR UPDATE OF ch, trigger, t`,
    LockedTurn,
  );
  if (row === null) throw new NotFoundError('turn', turnId);
  return row;
}

async function end(
  tx: PoolClient,
  commit: Commit,
  turn: LockedTurn,
  settlement: Settlement,
  vendors: VendorCatalogue,
): Promise<{ stage: TurnStage; woken: WakeUp[]; embeddableOf: string | null }> {
  if (settlement.outcome !== 'refused' && turn.stage !== 'spoken') {
    throw new AppError('conflict', `turn ${turn.id} has no stored text that could have been delivered`);
  }
  if (turn.standing_reply !== null) return endRevision(tx, commit, turn, settlement, vendors);
  const stage: TurnStage = settlement.outcome === 'refused' ? 'refused' : 'settled';
  const lines = linesOf(turn, settlement);
  try {
    // Before the turn ends, since its message is let go of with its last turn.
    await letOthersAnswer(tx, turn, lines);
    const written = write(tx, turn, { stage, lines, settlement });
    const [, woken] = await inOneTrip([written, claimUnblocked(tx, turn.channel_id), commit()]);
    return { stage, woken, embeddableOf: lines.length === 0 ? null : embeddableOwner(turn, vendors) };
  } catch (error) {
    throw isDuplicate(error, 'message_id') ? claimedElsewhere(error) : error;
  }
}

/** Characters that are active there too and named in the reply answer it, where the channel lets them. */
async function letOthersAnswer(tx: PoolClient, turn: LockedTurn, lines: readonly Said[]): Promise<void> {
  if (turn.others_active === null || turn.reply_text === null || lines.length < 2) return;
  const characterIds = findNext(turn.reply_text, turn.others_active);
  if (characterIds.length === 0) return;
  await handOver(tx, { turnId: turn.id, trigger: Trigger.parse(turn.facts), characterIds });
}

/**
 * What history and memory keep: what the person said and what the character answered, once the answer
 * can be read on Discord. Notices, and replies that never arrived, are not part of the conversation.
 */
function linesOf(turn: LockedTurn, settlement: Settlement): Said[] {
  if (turn.reply_kind !== 'reply' || turn.reply_text === null || turn.character_name === null) return [];
  const messageIds = standingMessages(turn, settlement);
  if (messageIds === null) return [];

  const trigger = Trigger.parse(turn.facts);
  const reply: Said = {
    speaker: 'character',
    personId: null,
    name: turn.character_name,
    text: turn.reply_text,
    messageIds,
    at: messageIds[0] === undefined ? new Date() : new Date(snowflakeTimeMs(messageIds[0])),
  };
  if (turn.is_withdrawn || WORDLESS_KINDS.has(trigger.kind)) return [reply];
  const asked: Said = {
    speaker: 'person',
    personId: trigger.author.id,
    name: trigger.speaksAs ?? turn.persona_name ?? trigger.author.name,
    text: textOf(trigger),
    // Of a command too: by its id the message that shows it is known in every scene.
    messageIds: messageIdsOf(trigger),
    at: new Date(snowflakeTimeMs(trigger.id)),
  };
  return [asked, reply];
}

/** The messages in which the reply stands, as far as they are known; null when it stands nowhere. */
function standingMessages({ posts }: LockedTurn, { sent }: Settlement): string[] | null {
  const arrived = new Map(sent.map((post) => [post.chunk, post.messageId]));
  const standing = (posts ?? []).filter(
    ({ chunk, state }) => arrived.has(chunk) || state === 'sent' || state === 'uncertain',
  );
  if (standing.length === 0) return null;
  return standing.flatMap(({ chunk, message_id: recorded }) => {
    const id = arrived.get(chunk) ?? (recorded === null ? null : toSnowflake(recorded));
    return id === null ? [] : [id];
  });
}

/**
 * Ends a revision: history and memory follow the reply that is selected now, or the one that stood before is selected
 * again when this one could not be brought to its posts.
 */
async function endRevision(
  tx: PoolClient,
  commit: Commit,
  turn: LockedTurn,
  settlement: Settlement,
  vendors: VendorCatalogue,
): Promise<{ stage: TurnStage; woken: WakeUp[]; embeddableOf: string | null }> {
  const isDelivered = settlement.outcome === 'delivered';
  const messageIds = isDelivered && turn.reply_kind === 'reply' ? (standingMessages(turn, settlement) ?? []) : [];
  try {
    const written = write(tx, turn, { stage: 'settled', lines: [], settlement });
    const followed = messageIds.length > 0 ? followSelected(tx, turn, messageIds) : Promise.resolve();
    const [, , woken] = await inOneTrip([written, followed, claimUnblocked(tx, turn.channel_id), commit()]);
    return { stage: 'settled', woken, embeddableOf: messageIds.length > 0 ? embeddableOwner(turn, vendors) : null };
  } catch (error) {
    throw isDuplicate(error, 'message_id') ? claimedElsewhere(error) : error;
  }
}

/** What was forgotten meanwhile stays forgotten: nothing is written that is not there. The database forgets old vectors. */
async function followSelected(tx: PoolClient, turn: LockedTurn, messageIds: readonly string[]): Promise<void> {
  const text = turn.reply_text ?? '';
  const ids = messageIds.map(toBigInt);
  await query(
    tx,
    sql`WITH line AS (
          UPDATE history_lines SET text = ${text}, message_id = ${ids[0]}::bigint, message_ids = ${ids}::bigint[]
          WHERE trigger_id = ${turn.trigger_id}::bigint AND character_id = ${turn.character_id}::uuid AND speaker = 'character'
        )
        UPDATE memory_items SET body = ${text}, terms = ${toTerms(text)}::text[], terms_version = ${TERMS_VERSION},
          source_message_ids = ${ids}::bigint[]
        WHERE exchange_id = ${turn.id}::uuid AND speaker = 'character'`,
  );
}

async function write(
  tx: PoolClient,
  turn: LockedTurn,
  { stage, lines, settlement }: { stage: TurnStage; lines: readonly Said[]; settlement: Settlement },
): Promise<void> {
  const { sent, problem } = settlement;
  const firstSeq = turn.last_line_seq === null ? 0 : turn.last_line_seq + 1;
  const history = lines.map((line, index) => ({
    id: uuidV7(),
    seq: firstSeq + index,
    speaker: line.speaker,
    person_id: line.personId,
    name: line.name,
    text: line.text,
    message_id: line.messageIds[0] ?? snowflakeAt(line.at.getTime()),
    message_ids: line.messageIds,
    said_at: line.at.toISOString(),
  }));
  await query(
    tx,
    sql`WITH arrived AS (
          UPDATE posts SET text = CASE WHEN posts.text IS NOT NULL THEN '' END,
            state = CASE WHEN known.chunk IS NULL THEN posts.state ELSE 'sent' END,
            message_id = coalesce(known.message_id, posts.message_id),
            webhook_id = CASE WHEN known.chunk IS NULL THEN posts.webhook_id ELSE known.webhook_id END
          FROM posts mine
          LEFT JOIN unnest(${sent.map(({ chunk }) => chunk)}::int[], ${sent.map(({ messageId }) => toBigInt(messageId))}::bigint[],
              ${sent.map(({ outlet }) => webhookOf(outlet))}::bigint[])
            AS known (chunk, message_id, webhook_id) ON known.chunk = mine.chunk
          WHERE mine.turn_id = ${turn.id}::uuid AND posts.turn_id = mine.turn_id AND posts.chunk = mine.chunk
        ), lines AS (
          INSERT INTO history_lines (id, character_id, channel_id, trigger_id, user_id, speaker, person_id, name, text,
            message_id, message_ids, said_at, seq)
          SELECT id, ${turn.character_id}::uuid, ${turn.channel_id}::bigint, ${turn.trigger_id}::bigint, ${turn.user_id}::uuid,
            speaker, person_id, name, text, message_id, message_ids, said_at, seq
          FROM jsonb_to_recordset(${JSON.stringify(history)}::jsonb) AS line (id uuid, speaker text, person_id bigint, name text,
            text text, message_id bigint, message_ids bigint[], said_at timestamptz, seq int)
          ON CONFLICT (trigger_id, character_id, speaker) DO NOTHING
        ), ${keepExchange(exchangeOf(turn, lines))},
        ended AS (
          UPDATE turns SET stage = ${stage}, ended_at = now(), due_at = NULL, lease_expires_at = NULL,
            problem = coalesce(${problem ?? null}::text, problem), standing_reply = NULL,
            problem_at = CASE WHEN ${problem ?? null}::text IS NULL THEN problem_at ELSE now() END,
            problem_trace = CASE WHEN ${problem ?? null}::text IS NULL THEN problem_trace ELSE ${currentTraceId() ?? null} END,
            selected_reply = CASE WHEN ${settlement.outcome} = 'delivered' THEN selected_reply
              ELSE coalesce(standing_reply, selected_reply) END,
            untold_since = CASE WHEN ${isSilent(turn, settlement)} AND standing_reply IS NULL AND stopped_at IS NULL
              AND ${isAwaited} THEN now() END
          WHERE id = ${turn.id}::uuid
        )
        UPDATE triggers SET closed_at = now(), facts = NULL, scene = NULL
        WHERE id = ${turn.trigger_id}::bigint AND NOT EXISTS (
          SELECT FROM turns other
          WHERE other.trigger_id = triggers.id AND other.ended_at IS NULL AND other.id <> ${turn.id}::uuid)`,
  );
}

/** Nothing of it can be read where it was asked for. A refusal without a problem was said. */
function isSilent({ posts }: LockedTurn, { outcome, sent, problem }: Settlement): boolean {
  if (outcome === 'undeliverable') return true;
  const isSaid = sent.length > 0 || (posts ?? []).some(({ state }) => state === 'sent');
  return outcome === 'refused' && problem !== undefined && !isSaid;
}

/** Whose memory got something that the vendor who answered can embed; null when nobody's did. */
function embeddableOwner({ persona_id: ownerId, paid }: LockedTurn, vendors: VendorCatalogue): string | null {
  if (paid === null || embedderFor(paid.vendor, paid.payer, vendors) === null) return null;
  return ownerId;
}

function exchangeOf(turn: LockedTurn, said: readonly Said[]): Exchange | null {
  if (said.length === 0 || turn.persona_id === null || turn.is_incognito) return null;
  const { kind, place } = Trigger.parse(turn.facts);
  // Its card says it to everybody, so it is nothing that happened between the two.
  if (kind === 'greeting') return null;
  const last = turn.last_session;
  return {
    ownerId: turn.persona_id,
    characterId: turn.character_id,
    turnId: turn.id,
    place,
    said,
    last: last && { sessionId: last.session_id, seq: last.seq, at: new Date(last.occurred_at) },
  };
}
