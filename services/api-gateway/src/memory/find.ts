import {
  type Embedding,
  type RecalledMemory,
  type RouteRequest,
  type recallMemories,
  Trigger,
} from '@tzurot/contracts';
import type { GatewayContext } from '../context.ts';
import { type Database, query, queryOne, sql } from '../database/query.ts';
import { toSnowflake } from '../database/snowflakes.ts';
import { readHeldTurn, staleLease } from '../turns/stale-lease.ts';
import { fuse } from './ranking/fuse.ts';
import { rankMemories } from './ranking/index.ts';
import { splitWords, toTerms } from './ranking/words.ts';
import { type Scope, scopeOf } from './scope.ts';
import { type Hit, type Position, shortlist, withNeighbours } from './shortlist.ts';
import { weightOf } from './vectors/embedding-space.ts';
import { selectNearest } from './vectors/select-nearest.ts';
import { toText } from './vectors/store-vectors.ts';

/** Newest first; more would cost more time than they improve what is found. */
const MAX_HITS = 3_000;
/** Of the hits, so many are read whole and ranked. */
const MAX_SHORTLIST = 150;
/** What was said so close to a hit is looked at too: an answer rarely repeats the words of its question. */
const NEIGHBOURS = 2;
const MAX_MEMORIES = 24;
/** Compared with the best one found. What is weaker is rather noise than memory. */
const MIN_SCORE = 0.15;
/** Date, speaker and separators around each, in tokens. */
const FRAME_TOKENS = 12;
const CHARACTERS_PER_TOKEN = 4;

/** What the asking person and this character said before that fits the query, may be read here and fits the budget; best first. */
export async function findMemories(
  turnId: string,
  asked: RouteRequest<typeof recallMemories>['body'],
  { pool, embedLater }: Pick<GatewayContext, 'pool' | 'embedLater'>,
): Promise<RecalledMemory[]> {
  const turn = await readAsker(pool, turnId, asked.fence);
  if (turn === null || asked.maxTokens === 0) return [];
  const { place } = Trigger.parse(turn.facts);
  const inScope = scopeOf(turn, place, asked.excludeMessageIds);
  const terms = termsOf(asked.query, [turn.persona_name, turn.character_name]);
  const question = embedLater === null ? null : (asked.embedding ?? null);
  const [hits, nearest] = await Promise.all([
    terms.length === 0 ? [] : selectHits(pool, inScope, terms),
    question === null ? [] : selectNearest(pool, inScope, { ownerId: turn.persona_id, question }),
  ]);
  const positions = withNeighbours([...shortlist(hits, terms, MAX_SHORTLIST), ...nearest], NEIGHBOURS);
  const rows = await selectCandidates(pool, { inScope, ownerId: turn.persona_id, positions }, question);
  const candidates = rows.map((row) => ({
    id: row.id,
    text: row.body,
    terms: splitList(row.terms),
    speakerName: row.speaker_name,
    sessionId: row.session_id,
    seq: row.seq,
  }));
  const byWords = rankMemories(
    { text: asked.query, askerName: turn.persona_name, characterName: turn.character_name },
    candidates,
  );
  const ranked = question === null ? byWords : fuse(rows, byWords, weightOf(question.space) ?? 0);

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

interface Asker {
  persona_id: string;
  persona_name: string;
  character_id: string;
  character_name: string;
  facts: unknown;
}

/** Null when the turn has no persona or no character any more, so that nobody remembers anything. */
async function readAsker(db: Database, turnId: string, fence: number): Promise<Asker | null> {
  const asker = await queryOne<Asker>(
    db,
    sql`SELECT p.id AS persona_id, p.name AS persona_name, c.id AS character_id, c.name AS character_name, trigger.facts
        FROM turns t
        JOIN triggers trigger ON trigger.id = t.trigger_id
        JOIN personas p ON p.id = t.persona_id
        JOIN characters c ON c.id = t.character_id
        WHERE t.id = ${turnId}::uuid AND t.fence = ${fence} AND t.ended_at IS NULL`,
  );
  if (asker !== null) return asker;
  const turn = await readHeldTurn(db, turnId, fence);
  if (turn.stage !== 'open' && turn.stage !== 'spoken') throw staleLease(turnId);
  return null;
}

/** The names of the two who talk stand everywhere and tell nothing apart. */
function termsOf(text: string, names: readonly string[]): string[] {
  const nameWords = new Set(names.flatMap(splitWords));
  const words = splitWords(text).filter((word) => !nameWords.has(word));
  return [...new Set(toTerms(words.join(' ')))];
}

/** Hits come as one text, a line each: thousands of rows would take longer to take apart than to find. */
async function selectHits(db: Database, inScope: Scope, terms: readonly string[]): Promise<Hit[]> {
  const row = await queryOne<{ lines: string | null }>(
    db,
    // OFFSET keeps the planner from walking through everything of the owner, newest first, in the hope of filling the limit soon.
    sql`SELECT string_agg(newest.line, chr(10)) AS lines FROM (
          SELECT hit.line FROM (
            SELECT m.session_id || ' ' || m.seq || ' ' || array_to_string(m.terms, ' ') AS line, m.occurred_at
            FROM memory_items m WHERE ${inScope} AND m.terms && ${terms}::text[] OFFSET 0
          ) AS hit ORDER BY hit.occurred_at DESC LIMIT ${MAX_HITS}
        ) AS newest`,
  );
  const lines = row?.lines?.split('\n') ?? [];
  return lines.map((line) => {
    const [sessionId = '', seq, ...held] = line.split(' ');
    return { sessionId, seq: Number(seq), terms: held };
  });
}

interface CandidateRow {
  id: string;
  body: string;
  /** Separated by spaces, which no term holds. */
  terms: string;
  speaker_name: string;
  session_id: string;
  seq: number;
  occurred_at: Date;
  /** Separated by spaces. */
  source_message_ids: string;
  /** Of its exchange to the question. */
  similarity: number | null;
}

async function selectCandidates(
  db: Database,
  { inScope, ownerId, positions }: { inScope: Scope; ownerId: string; positions: readonly Position[] },
  question: Embedding | null,
): Promise<CandidateRow[]> {
  if (positions.length === 0) return [];
  const similarity =
    question === null
      ? sql`NULL::float8`
      : sql`(SELECT 1 - (v.embedding <=> ${toText(question.vector)}::vector) FROM memory_vectors v
              WHERE v.owner_id = m.owner_id AND v.space = ${question.space} AND v.exchange_id = m.exchange_id)`;
  const sessionIds = positions.map(({ sessionId }) => sessionId);
  const seqs = positions.map(({ seq }) => seq);
  return query<CandidateRow>(
    db,
    // By nothing but the columns of one index; OFFSET keeps the planner from other ways, which look as good to it while
    // the table is small and stay chosen when it has grown.
    sql`SELECT m.id, m.body, array_to_string(m.terms, ' ') AS terms, m.speaker_name, m.session_id, m.seq, m.occurred_at,
          array_to_string(m.source_message_ids, ' ') AS source_message_ids, ${similarity} AS similarity
        FROM unnest(${sessionIds}::uuid[], ${seqs}::int[]) AS wanted (session_id, seq)
        CROSS JOIN LATERAL (
          SELECT * FROM memory_items
          WHERE owner_id = ${ownerId}::uuid AND session_id = wanted.session_id AND seq = wanted.seq OFFSET 0
        ) AS m
        WHERE ${inScope}`,
  );
}

function toRecalled(row: CandidateRow, score: number): RecalledMemory {
  return {
    id: row.id,
    text: row.body,
    speakerName: row.speaker_name,
    saidAt: row.occurred_at.toISOString(),
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
