import { type recallMemories, type RecalledMemory, type RouteRequest, Trigger } from '@tzurot/contracts';
import type { GatewayContext } from '../context.ts';
import { type Database, query, queryOne, sql } from '../database/query.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { readHeldTurn, staleLease } from '../turns/stale-lease.ts';
import { audienceIncludes } from './audience.ts';
import { rankMemories } from './ranking/index.ts';
import { toTerms } from './ranking/words.ts';

/** Newest first; more would cost more time than they improve what is found. */
const MAX_HITS = 3_000;
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
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<RecalledMemory[]> {
  const turn = await readAsker(pool, turnId, asked.fence);
  const terms = toTerms(asked.query);
  if (turn === null || asked.maxTokens === 0 || terms.length === 0) return [];
  const { place } = Trigger.parse(turn.facts);
  const rows = await selectCandidates(pool, {
    ownerId: turn.persona_id,
    characterId: turn.character_id,
    audience: audienceIncludes(place),
    terms,
    excluded: asked.excludeMessageIds.map(toBigInt),
  });
  const candidates = rows.map((row) => ({
    id: row.id,
    text: row.body,
    terms: row.terms === '' ? [] : row.terms.split(' '),
    speakerName: row.speaker_name,
    sessionId: row.session_id,
    seq: row.seq,
  }));
  const ranked = rankMemories(
    { text: asked.query, askerName: turn.persona_name, characterName: turn.character_name },
    candidates,
  );

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

interface CandidateRow {
  id: string;
  body: string;
  /** Separated by spaces, which no term holds; several times faster to read than an array. */
  terms: string;
  speaker_name: string;
  session_id: string;
  seq: number;
  occurred_at: Date;
  source_message_ids: string[];
}

async function selectCandidates(
  db: Database,
  scope: {
    ownerId: string;
    characterId: string;
    audience: ReturnType<typeof audienceIncludes>;
    terms: string[];
    excluded: bigint[];
  },
): Promise<CandidateRow[]> {
  const inScope = sql`m.owner_id = ${scope.ownerId}::uuid AND m.character_id = ${scope.characterId}::uuid
    AND m.state = 'active' AND ${scope.audience} AND NOT m.source_message_ids && ${scope.excluded}::bigint[]`;
  return query<CandidateRow>(
    db,
    sql`WITH hits AS (
          SELECT m.session_id, m.seq FROM memory_items m
          WHERE ${inScope} AND m.terms && ${scope.terms}::text[]
          ORDER BY m.occurred_at DESC LIMIT ${MAX_HITS}
        ), wanted AS (
          SELECT DISTINCT session_id, seq + step AS seq
          FROM hits, generate_series(${-NEIGHBOURS}::int, ${NEIGHBOURS}::int) AS step
        )
        SELECT m.id, m.body, array_to_string(m.terms, ' ') AS terms, m.speaker_name, m.session_id, m.seq, m.occurred_at,
          m.source_message_ids::text[] AS source_message_ids
        FROM wanted JOIN memory_items m ON m.session_id = wanted.session_id AND m.seq = wanted.seq
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
    messageIds: row.source_message_ids.map(toSnowflake),
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
