import type { Delivery, RouteRequest, storeReply } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import type { GatewayContext } from '../context.ts';
import { type Database, query, queryOne, sql } from '../database/query.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { storableText } from '../database/storable.ts';
import { keepUsage, usageRows } from '../usage/usage.ts';
import { readHeldTurn, staleLease } from './stale-lease.ts';

type Reply = RouteRequest<typeof storeReply>['body'];

/**
 * Stores a finished text with its chunks and its cost in one statement; the first chunk counts as being sent.
 * @throws AppError `stale-lease`, or `conflict` when another text is stored already
 */
export async function store(
  turnId: string,
  reply: Reply,
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<{ deliveries: Delivery[] }> {
  const chunks = reply.chunks.map((chunk) => ({ ...chunk, text: storableText(chunk.text) }));
  const text = storableText(reply.text);
  const { at, webhookId } = reply.firstSending;
  const usage = usageRows(reply.usage, uuidV7);
  const stored = await queryOne(
    pool,
    sql`WITH turn AS (
          UPDATE turns SET stage = 'spoken', reply_kind = ${reply.kind}, reply_text = ${text}
          WHERE id = ${turnId}::uuid AND fence = ${reply.fence} AND stage = 'open'
          RETURNING id, user_id, character_id
        ), planned AS (
          INSERT INTO deliveries (turn_id, chunk, text, hash, state, sending_at, webhook_id)
          SELECT turn.id, part.number - 1, part.text, part.hash,
            CASE WHEN part.number = 1 THEN 'sending' ELSE 'planned' END,
            CASE WHEN part.number = 1 THEN ${at}::timestamptz END,
            CASE WHEN part.number = 1 THEN ${webhookId === null ? null : toBigInt(webhookId)}::bigint END
          FROM turn, unnest(${chunks.map((chunk) => chunk.text)}::text[], ${chunks.map((chunk) => chunk.hash)}::text[])
            WITH ORDINALITY AS part (text, hash, number)
        ), ${keepUsage(usage)}
        SELECT id FROM turn`,
  );
  if (stored === null) return explain(pool, turnId, { ...reply, text });

  return {
    deliveries: chunks.map((chunk, index) => ({
      chunk: index,
      ...chunk,
      state: index === 0 ? 'sending' : 'planned',
      sendingAt: index === 0 ? at : null,
      messageId: null,
      webhookId: index === 0 ? webhookId : null,
    })),
  };
}

async function explain(
  pool: GatewayContext['pool'],
  turnId: string,
  reply: Reply,
): Promise<{ deliveries: Delivery[] }> {
  const turn = await readHeldTurn(pool, turnId, reply.fence);
  if (turn.stage === 'spoken') {
    if (turn.reply_text === reply.text && turn.reply_kind === reply.kind)
      return { deliveries: await read(pool, turnId) };
    throw new AppError('conflict', `turn ${turnId} has another text already`);
  }
  // Withdrawn or given up while the model spoke: nobody hears it, but it was paid for.
  await query(
    pool,
    sql`WITH turn AS (SELECT id, user_id, character_id FROM turns WHERE id = ${turnId}::uuid),
        ${keepUsage(usageRows(reply.usage, uuidV7))} SELECT 1`,
  );
  throw staleLease(turnId);
}

interface DeliveryRow {
  chunk: number;
  text: string;
  hash: string;
  state: Delivery['state'];
  sending_at: Date | null;
  message_id: string | null;
  webhook_id: string | null;
}

async function read(db: Database, turnId: string): Promise<Delivery[]> {
  const rows = await query<DeliveryRow>(
    db,
    sql`SELECT chunk, text, hash, state, sending_at, message_id, webhook_id FROM deliveries
        WHERE turn_id = ${turnId}::uuid ORDER BY chunk`,
  );
  return rows.map(({ sending_at: sendingAt, message_id: messageId, webhook_id: webhookId, ...delivery }) => ({
    ...delivery,
    sendingAt: sendingAt?.toISOString() ?? null,
    messageId: messageId === null ? null : toSnowflake(messageId),
    webhookId: webhookId === null ? null : toSnowflake(webhookId),
  }));
}
