import { type listUnembedded, MAX_EMBEDDED_AT_ONCE, type Payer, type RouteAnswer, UsageFacts } from '@tzurot/contracts';
import { NotFoundError } from '@tzurot/platform';
import { z } from 'zod';
import type { GatewayContext } from '../../context.ts';
import { type Database, query, queryOne, sql } from '../../database/query.ts';
import { embedderFor } from './embedding-space.ts';

/** Vendors take about 8,000 tokens per text; even where each character is a token, this much fits. */
const MAX_TEXT_CHARACTERS = 6_000;

type Unembedded = RouteAnswer<typeof listUnembedded>;
const NOTHING: Unembedded = { embedder: null, exchanges: [] };

/** What the owner of a turn's memories said to the vendor that answered the turn, and that has no vector in its space. */
export async function findUnembedded(
  turnId: string,
  { pool, embedLater, vendors }: Pick<GatewayContext, 'pool' | 'embedLater' | 'vendors'>,
): Promise<Unembedded> {
  const turn = await readPaidTurn(pool, turnId);
  if (turn === null) throw new NotFoundError('turn', turnId);
  const { owner_id: ownerId, vendor } = turn;
  const payer = payerOf(turn);
  if (embedLater === null || ownerId === null || vendor === null || payer === null) return NOTHING;
  const found = embedderFor(vendor, payer.kind, vendors);
  if (found === null) return NOTHING;
  const { space, isOurs } = found;
  return {
    embedder: { vendor: found.vendor, space, payer: isOurs ? { kind: 'free' } : payer },
    exchanges: await selectExchanges(pool, { ownerId, space, heardBy: isOurs ? null : vendor }),
  };
}

const PaidTurn = z.object({
  owner_id: z.string().nullable(),
  vendor: z.string().nullable(),
  payer: UsageFacts.shape.payer.nullable(),
  wallet_key_id: z.string().nullable(),
});
type PaidTurn = z.infer<typeof PaidTurn>;

async function readPaidTurn(db: Database, turnId: string): Promise<PaidTurn | null> {
  return queryOne(
    db,
    sql`SELECT t.persona_id AS owner_id, used.vendor, used.payer, used.wallet_key_id
        FROM turns t
        LEFT JOIN replies said ON said.turn_id = t.id AND said.number = t.selected_reply
        LEFT JOIN usage_events used ON used.id = said.usage_id
        WHERE t.id = ${turnId}::uuid`,
    PaidTurn,
  );
}

/** Null when the key that paid is gone, or the turn cost no call. */
function payerOf({ payer, wallet_key_id: walletKeyId }: PaidTurn): Payer | null {
  if (payer === null) return null;
  if (payer !== 'user') return { kind: payer };
  return walletKeyId === null ? null : { kind: 'user', walletKeyId };
}

/** Of a vendor elsewhere, only what it has heard already, when it answered: who changes vendors hands no old words to the new one. */
async function selectExchanges(
  db: Database,
  { ownerId, space, heardBy }: { ownerId: string; space: string; heardBy: string | null },
): Promise<Unembedded['exchanges']> {
  return query(
    db,
    sql`SELECT m.exchange_id AS "exchangeId", count(*)::int AS memories,
          left(to_char(min(m.occurred_at), 'YYYY-MM-DD') || chr(10) ||
            string_agg(m.speaker_name || ': ' || m.body, chr(10) ORDER BY m.seq), ${MAX_TEXT_CHARACTERS}) AS text
        FROM memory_items m
        WHERE m.owner_id = ${ownerId}::uuid AND m.state = 'active' AND NOT EXISTS (
          SELECT FROM memory_vectors v
          WHERE v.owner_id = m.owner_id AND v.space = ${space} AND v.exchange_id = m.exchange_id)
          AND (${heardBy}::text IS NULL OR EXISTS (
            SELECT FROM turns t JOIN replies said ON said.turn_id = t.id JOIN usage_events used ON used.id = said.usage_id
            WHERE t.id = m.exchange_id AND used.vendor = ${heardBy}))
        GROUP BY m.exchange_id ORDER BY min(m.occurred_at) DESC LIMIT ${MAX_EMBEDDED_AT_ONCE}`,
    z.object({ exchangeId: z.string(), memories: z.int(), text: z.string() }),
  );
}
