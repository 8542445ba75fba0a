import type { beginReply, finishReply, Post, RouteRequest, storeAnswer } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { type Database, query, queryOne, sql } from '../database/query.ts';
import { readHeldTurn, staleLease } from '../leases/held-turn.ts';
import { keepUsage, spenderIn, spenderOf } from '../usage/usage.ts';
import { nameOf, PostRow, postColumns, toPost, webhookOf } from './posts.ts';

type Context = Pick<GatewayContext, 'pool'>;

/**
 * Begins to show a reply that is still being made: it is drafting, and its first post is being sent.
 * @throws AppError `stale-lease`; `gone` when the message to answer is gone
 */
export async function begin(
  turnId: string,
  { fence, number, hash, outlet }: RouteRequest<typeof beginReply>['body'],
  { pool }: Context,
): Promise<void> {
  const begun = await queryOne(
    pool,
    // The lock makes beginning and withdrawing go one after another: either sees what the other did.
    sql`WITH turn AS (
          SELECT t.id FROM turns t JOIN triggers trigger ON trigger.id = t.trigger_id
          WHERE t.id = ${turnId}::uuid AND t.fence = ${fence} AND t.stage = 'open' AND trigger.withdrawn_at IS NULL
          FOR UPDATE OF t
        ), drafted AS (
          INSERT INTO replies (turn_id, number, kind, state) SELECT turn.id, ${number}, 'reply', 'drafting' FROM turn
          ON CONFLICT (turn_id, number) DO NOTHING
        ), shown AS (
          INSERT INTO posts (turn_id, chunk, text, hash, state, sending_at, webhook_id, name)
          SELECT turn.id, 0, '', ${hash}, 'sending', now(), ${webhookOf(outlet)}::bigint, ${nameOf(outlet)} FROM turn
          ON CONFLICT (turn_id, chunk) DO NOTHING
        )
        SELECT id FROM turn`,
  );
  if (begun === null) throw await whyNot(pool, turnId, fence);
}

/**
 * Keeps what the vendor answered and what it cost. From here on the turn counts as spoken.
 * @throws AppError `stale-lease`; `gone` when the message to answer is gone; `conflict` when there is another answer.
 *   The cost is kept all the same.
 */
export async function keepAnswer(
  turnId: string,
  { fence, number, answer, endedBy, call, lore, calls }: RouteRequest<typeof storeAnswer>['body'],
  { pool }: Context,
): Promise<void> {
  const kept = await queryOne(
    pool,
    sql`WITH turn AS (
          UPDATE turns t SET stage = 'spoken' FROM triggers trigger
          WHERE trigger.id = t.trigger_id AND t.id = ${turnId}::uuid AND t.fence = ${fence} AND t.stage = 'open'
            AND trigger.withdrawn_at IS NULL
          RETURNING t.id, t.user_id, t.character_id, t.channel_id
        ), ${spenderIn(sql`turn`)},
        ${keepUsage([...calls, call])},
        answered AS (
          INSERT INTO replies (turn_id, number, kind, state, answer, ended_by, usage_id, lore)
          SELECT turn.id, ${number}, 'reply', 'drafting', ${answer}, ${endedBy}, ${call.id}::uuid, ${asJson(lore)}::jsonb FROM turn
          ON CONFLICT (turn_id, number) DO UPDATE SET answer = excluded.answer, ended_by = excluded.ended_by,
            usage_id = excluded.usage_id, lore = excluded.lore
        )
        SELECT id FROM turn`,
  );
  if (kept !== null) return;
  const earlier = await queryOne(
    pool,
    sql`WITH ${spenderOf(turnId)}, ${keepUsage([...calls, call])}
        SELECT answer FROM replies WHERE turn_id = ${turnId}::uuid AND number = ${number}`,
    z.object({ answer: z.string().nullable() }),
  );
  const reason = await whyNot(pool, turnId, fence);
  if (reason.code !== 'conflict' || earlier?.answer !== answer) throw reason;
}

/**
 * Stores a finished text, with the answer that it was made of where that comes along, and the posts that it is to stand in. Posts that an earlier attempt sent are kept and get
 * their part of it; those beyond its end are to go.
 * @throws AppError `stale-lease`, or `conflict` when another text is stored already; what `keepAnswer` throws
 */
export async function finish(
  turnId: string,
  reply: RouteRequest<typeof finishReply>['body'],
  { pool }: Context,
): Promise<Post[]> {
  const { chunks, text, heard = null } = reply;
  if (reply.kind === 'notice' && (await keepFailedRevision(turnId, reply, pool))) return [];
  const rows = await query(
    pool,
    sql`WITH turn AS (
          UPDATE turns t SET stage = 'spoken', selected_reply = ${reply.number} FROM triggers trigger
          WHERE trigger.id = t.trigger_id AND t.id = ${turnId}::uuid AND t.fence = ${reply.fence}
            AND (t.stage = 'open' AND trigger.withdrawn_at IS NULL
              OR ${heard === null}::boolean AND t.stage IN ('open', 'spoken'))
            AND t.drafted_reply = ${reply.number} AND t.selected_reply IS DISTINCT FROM ${reply.number}
            AND NOT EXISTS (SELECT FROM replies WHERE turn_id = t.id AND number = ${reply.number} AND text <> ${text})
          RETURNING t.id, t.user_id, t.character_id, t.channel_id, EXISTS (SELECT FROM posts WHERE turn_id = t.id) AS is_shown
        ), ${spenderIn(sql`turn`)},
        ${keepUsage(heard === null ? reply.calls : [...reply.calls, heard.call])},
        finished AS (
          INSERT INTO replies AS known (turn_id, number, kind, state, answer, ended_by, usage_id, lore, text, ended_at)
          SELECT turn.id, ${reply.number}, ${reply.kind}, ${reply.state}, ${heard?.answer ?? null},
            ${heard?.endedBy ?? null}, ${heard?.call.id ?? null}::uuid, ${asJson(heard?.lore)}::jsonb, ${text}, now() FROM turn
          ON CONFLICT (turn_id, number) DO UPDATE SET kind = excluded.kind, state = excluded.state, text = excluded.text,
            ended_at = excluded.ended_at, answer = coalesce(excluded.answer, known.answer), lore = coalesce(excluded.lore, known.lore),
            ended_by = coalesce(excluded.ended_by, known.ended_by), usage_id = coalesce(excluded.usage_id, known.usage_id)
        ), placed AS (
          INSERT INTO posts AS post (turn_id, chunk, text, hash, state, sending_at, webhook_id, name)
          SELECT turn.id, part.number - 1, part.text, part.hash,
            CASE WHEN part.number = 1 AND NOT turn.is_shown THEN 'sending' ELSE 'planned' END,
            CASE WHEN part.number = 1 AND NOT turn.is_shown THEN now() END,
            CASE WHEN part.number = 1 AND NOT turn.is_shown THEN ${webhookOf(reply.outlet)}::bigint END,
            CASE WHEN part.number = 1 AND NOT turn.is_shown THEN ${nameOf(reply.outlet)} END
          FROM turn, unnest(${chunks.map((chunk) => chunk.text)}::text[], ${chunks.map((chunk) => chunk.hash)}::text[])
            WITH ORDINALITY AS part (text, hash, number)
          ON CONFLICT (turn_id, chunk) DO UPDATE SET text = excluded.text,
            hash = CASE WHEN post.state = 'planned' THEN excluded.hash ELSE post.hash END
          RETURNING ${postColumns}
        ), surplus AS (
          UPDATE posts SET text = NULL, state = CASE WHEN state = 'sent' THEN 'deleting' ELSE state END
          FROM turn WHERE posts.turn_id = turn.id AND posts.chunk >= ${chunks.length} AND posts.state <> 'planned'
          RETURNING ${postColumns}
        ), unplanned AS (
          DELETE FROM posts USING turn WHERE posts.turn_id = turn.id AND posts.chunk >= ${chunks.length} AND posts.state = 'planned'
        )
        SELECT * FROM placed UNION ALL SELECT * FROM surplus ORDER BY chunk`,
    PostRow,
  );
  if (rows.length > 0) return rows.map(toPost);
  if (heard !== null) {
    const { fence, number, calls } = reply;
    await keepAnswer(turnId, { fence, number, ...heard, calls }, { pool });
    return finish(turnId, { ...reply, calls: [], heard: undefined }, { pool });
  }
  return explain(pool, turnId, reply);
}

/**
 * Keeps why nothing came of a revision, for whoever asked for it; the reply that stood before goes on standing.
 * @returns false for a turn that is not revised under this lease
 */
async function keepFailedRevision(
  turnId: string,
  { fence, number, text, calls, heard }: RouteRequest<typeof finishReply>['body'],
  db: Database,
): Promise<boolean> {
  const kept = await queryOne(
    db,
    sql`WITH turn AS (
          UPDATE turns SET stage = 'spoken' WHERE id = ${turnId}::uuid AND fence = ${fence} AND stage IN ('open', 'spoken')
            AND standing_reply IS NOT NULL AND drafted_reply = ${number}
          RETURNING id, user_id, character_id, channel_id
        ), ${spenderIn(sql`turn`)},
        ${keepUsage(heard === undefined ? calls : [...calls, heard.call])},
        failed AS (
          INSERT INTO replies (turn_id, number, kind, state, answer, ended_by, usage_id, text, ended_at)
          SELECT turn.id, ${number}, 'notice', 'failed', ${heard?.answer ?? null}, ${heard?.endedBy ?? null},
            ${heard?.call.id ?? null}::uuid, ${text}, now() FROM turn
          ON CONFLICT (turn_id, number) DO UPDATE SET kind = 'notice', state = 'failed', text = excluded.text, ended_at = now()
        )
        SELECT id FROM turn`,
  );
  return kept !== null;
}

const asJson = (value: object | undefined): string | null => (value === undefined ? null : JSON.stringify(value));

async function explain(
  db: Database,
  turnId: string,
  reply: Pick<RouteRequest<typeof finishReply>['body'], 'fence' | 'number' | 'kind' | 'text' | 'calls'>,
): Promise<Post[]> {
  await query(db, sql`WITH ${spenderOf(turnId)}, ${keepUsage(reply.calls)} SELECT 1`);
  const turn = await readHeldTurn(db, turnId, reply.fence);
  if (turn.stage !== 'spoken') throw staleLease(turnId);
  const stored = await queryOne(
    db,
    sql`SELECT kind, text FROM replies WHERE turn_id = ${turnId}::uuid AND number = ${reply.number}`,
    z.object({ kind: z.string(), text: z.string().nullable() }),
  );
  if (stored?.text !== reply.text || stored.kind !== reply.kind)
    throw new AppError('conflict', `turn ${turnId} has another text already`);
  const rows = await query(
    db,
    sql`SELECT ${postColumns} FROM posts WHERE turn_id = ${turnId}::uuid ORDER BY chunk`,
    PostRow,
  );
  return rows.map(toPost);
}

/** Why a turn is not open for us: `conflict` when it has an answer already. */
async function whyNot(db: Database, turnId: string, fence: number): Promise<AppError> {
  const turn = await readHeldTurn(db, turnId, fence);
  if (turn.stage === 'spoken') return new AppError('conflict', `turn ${turnId} has an answer already`);
  if (turn.is_withdrawn) return new AppError('gone', 'the message to answer is gone');
  return staleLease(turnId);
}
