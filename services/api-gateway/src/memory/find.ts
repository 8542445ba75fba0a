import { type Embedding, type Place, type Question, type RecalledMemory, Trigger } from '@tzurot/contracts';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { type Database, query, queryOne, sql } from '../database/query.ts';
import { toSnowflake } from '../database/snowflakes.ts';
import { readHeldTurn, staleLease } from '../leases/held-turn.ts';
import { fuse } from './ranking/fuse.ts';
import { rankMemories } from './ranking/index.ts';
import { splitWords, toTerms, withoutNames } from './ranking/words.ts';
import { type Partners, type Scope, scopeOf } from './scope.ts';
import { type Hit, joinStretches, type Stretch, shortlist, stretchAround } from './shortlist.ts';
import { weightOf } from './vectors/embedding-space.ts';
import { selectNearest } from './vectors/select-nearest.ts';
import { toText } from './vectors/store-vectors.ts';

/** Newest first; more would cost more time than they improve what is found. */
const MAX_HITS = 3_000;
/** Of the hits, so many are read whole and ranked. */
const MAX_SHORTLIST = 80;
/** What was said so close to a hit is looked at too: an answer rarely repeats the words of its question. */
const NEIGHBOURS = 2;
const MAX_MEMORIES = 24;
/** Compared with the best one found. What is weaker is rather noise than memory. */
const MIN_SCORE = 0.15;
/** Date, speaker and separators around each, in tokens. */
const FRAME_TOKENS = 12;
const CHARACTERS_PER_TOKEN = 4;

/** Who asks whom for what they said to one another, and where the answer will be read. */
export interface Asker extends Partners {
  persona_name: string;
  character_name: string;
  place: Place;
}

export interface Asked extends Question {
  /** The query as a vector. */
  embedding?: Embedding | undefined;
  maxTokens: number;
}

/**
 * What the person and the character of a turn said before that fits the query, may be read here and fits the budget;
 * best first.
 * @throws AppError `stale-lease` when somebody else holds the turn
 */
export async function findMemories(
  turnId: string,
  asked: Asked & { fence: number },
  ctx: Pick<GatewayContext, 'pool' | 'embedLater' | 'vendors'>,
): Promise<RecalledMemory[]> {
  const asker = await readAsker(ctx.pool, turnId, asked.fence);
  return asker === null ? [] : recall(asker, asked, ctx);
}

/** The same for somebody who is known already. */
export async function recall(
  asker: Asker,
  asked: Asked,
  { pool, embedLater, vendors }: Pick<GatewayContext, 'pool' | 'embedLater' | 'vendors'>,
): Promise<RecalledMemory[]> {
  if (asked.maxTokens === 0) return [];
  const inScope = scopeOf(asker, asker.place);
  const excluded = new Set(asked.excludeMessageIds);
  const isVisible = (messageIds: readonly string[]) => messageIds.some((id) => excluded.has(id));
  const terms = termsOf(asked.query, [asker.persona_name, asker.character_name]);
  const question = embedLater === null ? null : (asked.embedding ?? null);
  const [matching, nearest] = await Promise.all([
    terms.length === 0 ? [] : selectHits(pool, inScope, asker, terms),
    question === null
      ? []
      : selectNearest(pool, inScope, { ownerId: asker.persona_id, question, spare: excluded.size }),
  ]);
  const hits = matching.filter(({ messageIds }) => !isVisible(messageIds));
  const stretches = joinStretches([
    ...shortlist(hits, terms, MAX_SHORTLIST).map((hit) => stretchAround(hit, NEIGHBOURS)),
    // What is near by its meaning needs nothing beside it to be found.
    ...nearest.map((position) => stretchAround(position, 0)),
  ]);
  const around = await selectCandidates(pool, { inScope, ownerId: asker.persona_id, stretches }, question);
  const rows = around.filter((row) => !isVisible(splitList(row.source_message_ids)));
  const candidates = rows.map((row) => ({
    id: row.id,
    text: row.body,
    terms: splitList(row.terms),
    speakerName: row.speaker_name,
    sessionId: row.session_id,
    seq: row.seq,
  }));
  const byWords = rankMemories(
    { text: asked.query, askerName: asker.persona_name, characterName: asker.character_name },
    candidates,
  );
  const ranked = question === null ? byWords : fuse(rows, byWords, weightOf(question.space, vendors) ?? 0);

  const byId = new Map(rows.map((row) => [row.id, row]));
  const found = ranked
    .filter((memory) => memory.score >= MIN_SCORE)
    .slice(0, MAX_MEMORIES)
    .flatMap(({ id, score }) => {
      const row = byId.get(id);
      return row === undefined ? [] : [toRecalled(row, score)];
    });
  return fit(found, asked.maxTokens);
}

const AskerRow = z.object({
  persona_id: z.string(),
  persona_name: z.string(),
  character_id: z.string(),
  character_name: z.string(),
  facts: z.unknown(),
});

/** Null when the turn has no persona or no character any more, so that nobody remembers anything. */
async function readAsker(db: Database, turnId: string, fence: number): Promise<Asker | null> {
  const row = await queryOne(
    db,
    sql`SELECT p.id AS persona_id, p.name AS persona_name, c.id AS character_id, c.name AS character_name, trigger.facts
        FROM turns t
        JOIN triggers trigger ON trigger.id = t.trigger_id
        JOIN personas p ON p.id = t.persona_id
        JOIN characters c ON c.id = t.character_id
        WHERE t.id = ${turnId}::uuid AND t.fence = ${fence} AND t.ended_at IS NULL`,
    AskerRow,
  );
  if (row !== null) return { ...row, place: Trigger.parse(row.facts).place };
  const turn = await readHeldTurn(db, turnId, fence);
  if (turn.stage !== 'open' && turn.stage !== 'spoken') throw staleLease(turnId);
  return null;
}

/** The names of the two who talk stand everywhere and tell nothing apart. */
function termsOf(text: string, names: readonly string[]): string[] {
  return [...new Set(toTerms(withoutNames(splitWords(text), names)))];
}

interface FoundHit extends Hit {
  messageIds: string[];
}

/** Hits come as one text, a line each: thousands of rows would take longer to take apart than to find. */
async function selectHits(
  db: Database,
  inScope: Scope,
  partners: Partners,
  terms: readonly string[],
): Promise<FoundHit[]> {
  const row = await queryOne(
    db,
    // OFFSET keeps the planner from walking through everything of the owner, which looks as good to it while the table is small.
    sql`SELECT string_agg(newest.line, chr(10)) AS lines FROM (
          SELECT m.session_id || ' ' || m.seq || ' ' || array_to_string(m.source_message_ids, ',') || ' '
            || array_to_string(m.terms, ' ') AS line FROM (
            SELECT * FROM memory_items WHERE memory_term_keys(owner_id, character_id, terms)
              && memory_term_keys(${partners.persona_id}::uuid, ${partners.character_id}::uuid, ${terms}::text[]) OFFSET 0
          ) AS m WHERE ${inScope} ORDER BY m.occurred_at DESC LIMIT ${MAX_HITS}
        ) AS newest`,
    z.object({ lines: z.string().nullable() }),
  );
  const lines = row?.lines?.split('\n') ?? [];
  return lines.map((line) => {
    const [sessionId = '', seq, messageIds = '', ...held] = line.split(' ');
    return { sessionId, seq: Number(seq), messageIds: messageIds.split(','), terms: held };
  });
}

const CandidateRow = z.object({
  id: z.string(),
  body: z.string(),
  /** Separated by spaces, which no term holds. */
  terms: z.string(),
  speaker_name: z.string(),
  session_id: z.string(),
  seq: z.int(),
  /** As Postgres writes it, in UTC: of hundreds only a few are read. */
  occurred_at: z.string(),
  /** Separated by spaces. */
  source_message_ids: z.string(),
  /** Of its exchange to the question. */
  similarity: z.number().nullable(),
});
type CandidateRow = z.infer<typeof CandidateRow>;

async function selectCandidates(
  db: Database,
  { inScope, ownerId, stretches }: { inScope: Scope; ownerId: string; stretches: readonly Stretch[] },
  question: Embedding | null,
): Promise<CandidateRow[]> {
  if (stretches.length === 0) return [];
  const similarities =
    question === null
      ? sql`SELECT NULL::uuid AS exchange_id, NULL::float8 AS similarity`
      : sql`SELECT v.exchange_id, 1 - (v.embedding <=> ${toText(question.vector)}::vector) AS similarity FROM memory_vectors v
              WHERE v.owner_id = ${ownerId}::uuid AND v.space = ${question.space}
                AND v.exchange_id IN (SELECT exchange_id FROM candidate)`;
  return query(
    db,
    // OFFSET keeps the planner from other indexes, which look as good to it while the table is small.
    sql`WITH candidate AS MATERIALIZED (
          SELECT m.* FROM unnest(${stretches.map(({ sessionId }) => sessionId)}::uuid[],
            ${stretches.map(({ from }) => from)}::int[], ${stretches.map(({ to }) => to)}::int[]) AS stretch (session_id, first, last)
          CROSS JOIN LATERAL (
            SELECT * FROM memory_items
            WHERE session_id = stretch.session_id AND seq BETWEEN stretch.first AND stretch.last OFFSET 0
          ) AS m
          WHERE ${inScope}
        )
        SELECT id, body, array_to_string(terms, ' ') AS terms, speaker_name, session_id, seq, occurred_at::text AS occurred_at,
          array_to_string(source_message_ids, ' ') AS source_message_ids, near.similarity
        FROM candidate LEFT JOIN (${similarities}) AS near USING (exchange_id)`,
    CandidateRow,
  );
}

function toRecalled(row: CandidateRow, score: number): RecalledMemory {
  return {
    id: row.id,
    text: row.body,
    speakerName: row.speaker_name,
    saidAt: new Date(`${row.occurred_at}:00`).toISOString(),
    score,
    messageIds: splitList(row.source_message_ids).map(toSnowflake),
  };
}

/** The best ones that fit; a long one that does not leaves room for shorter ones behind it. */
function fit(memories: readonly RecalledMemory[], maxTokens: number): RecalledMemory[] {
  let left = maxTokens;
  return memories.filter((memory) => {
    const tokens = Math.ceil(memory.text.length / CHARACTERS_PER_TOKEN) + FRAME_TOKENS;
    if (tokens > left) return false;
    left -= tokens;
    return true;
  });
}

function splitList(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}
