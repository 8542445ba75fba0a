import {
  type Embedding,
  type Place,
  type Question,
  type RecalledMemory,
  type Snowflake,
  Trigger,
} from '@tzurot/contracts';
import { estimateTokenCount } from 'tokenx';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { type Database, query, queryOne, sql } from '../database/query.ts';
import { toSnowflake } from '../database/snowflakes.ts';
import { readHeldTurn, staleLease } from '../leases/held-turn.ts';
import type { SeenSession } from './corpus-sizes.ts';
import { describeCorpus } from './ranking/corpus.ts';
import { fuse } from './ranking/fuse.ts';
import { isAbout, type MemoryCandidate, rankMemories } from './ranking/index.ts';
import { type MemoryQuery, readQuestion } from './ranking/question.ts';
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
const MAX_MEMORIES = 32;
/** Compared with the best one found. What is weaker is rather noise than memory. */
const MIN_SCORE = 0.15;
/** Speaker and separators around each. */
const LINE_TOKENS = 4;
/** The line above what was said on one day. */
const DAY_TOKENS = 10;
/** Of the densest scripts; where less stands in a token, what was chosen is cut to what fits. */
const MIN_CHARACTERS_PER_TOKEN = 3;
/** How much nearer counts what was said by whom the question is about. */
const ASKED_SPEAKER_FACTOR = 1.5;
const LAST_SEQ = 2_147_483_647;

/** Who asks whom for what they said to one another, and where the answer will be read. */
export interface Asker extends Partners {
  persona_name: string;
  character_name: string;
  /** From where their history counts; null for all of it. */
  epoch: string | null;
  place: Place;
}

type RecallContext = Pick<GatewayContext, 'pool' | 'embedLater' | 'vendors' | 'corpusSizes'>;

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
  ctx: RecallContext,
): Promise<RecalledMemory[]> {
  const asker = await readAsker(ctx.pool, turnId, asked.fence);
  return asker === null ? [] : recall(asker, asked, ctx);
}

/** The same for somebody who is known already. */
export async function recall(
  asker: Asker,
  asked: Asked,
  { pool, embedLater, vendors, corpusSizes }: RecallContext,
): Promise<RecalledMemory[]> {
  if (asked.maxTokens === 0) return [];
  const inScope = scopeOf(asker, asker.place);
  const excluded = new Set(asked.excludeMessageIds);
  const isVisible = (messageIds: readonly string[]) => messageIds.some((id) => excluded.has(id));
  const heard: MemoryQuery = {
    text: asked.query,
    around: asked.around
      ?.filter(({ id }) => isSince(id, asker.epoch))
      .map(({ text }) => text)
      .join('\n'),
    askerName: asker.persona_name,
    characterName: asker.character_name,
  };
  const terms = [...readQuestion(heard, [], []).terms.keys()];
  const question = embedLater === null ? null : (asked.embedding ?? null);
  const [sizes, matching, nearest] = await Promise.all([
    corpusSizes.read(pool, asker, asker.place),
    terms.length === 0 ? [] : selectHits(pool, inScope, asker, terms),
    question === null
      ? []
      : selectNearest(pool, inScope, { ownerId: asker.persona_id, question, spare: excluded.size }),
  ]);
  const years = [...new Set(sizes.flatMap((session) => session.years))];
  const corpus = describeCorpus(sizes, matching, terms);
  const hits = matching.filter(({ messageIds }) => !isVisible(messageIds));
  const isLittle = fitsWhole(sizes, asked.maxTokens);
  const stretches = isLittle
    ? sizes.map(({ sessionId }) => ({ sessionId, from: 0, to: LAST_SEQ }))
    : joinStretches([
        ...shortlist(hits, readQuestion(heard, [], years), corpus, MAX_SHORTLIST).map((hit) =>
          stretchAround(hit, NEIGHBOURS),
        ),
        // What is near by its meaning needs nothing beside it to be found.
        ...nearest.map((position) => stretchAround(position, 0)),
      ]);
  const around = await selectCandidates(pool, { inScope, ownerId: asker.persona_id, stretches }, question);
  // What is pinned may also stand where something was found.
  const rows = [...new Map(around.map((row) => [row.id, row])).values()].filter(
    (row) => !isVisible(splitList(row.source_message_ids)),
  );
  const speakerNames = [...new Set(rows.map((row) => row.speaker_name))];
  const read = readQuestion(heard, speakerNames, years);
  const candidates = rows.map(toCandidate);
  const byWords = rankMemories(read, candidates, corpus);
  const nearness = candidates.map((candidate, index) => ({
    id: candidate.id,
    similarity: nearnessOf(rows[index]?.similarity ?? null, isAbout(candidate, read.about)),
  }));
  const ranked = question === null ? byWords : fuse(nearness, byWords, weightOf(question.space, vendors) ?? 0);

  const byId = new Map(rows.map((row) => [row.id, row]));
  const pinned = rows.filter((row) => row.is_pinned);
  for (const { id } of pinned) byId.delete(id);
  const found = ranked
    .filter((memory) => memory.score >= MIN_SCORE)
    .slice(0, MAX_MEMORIES)
    .flatMap(({ id, score }) => {
      const row = byId.get(id);
      if (row === undefined) return [];
      byId.delete(id);
      return [toRecalled(row, score)];
    });
  // Who cleared their history is reminded of it when they ask, not at every word.
  const rest = isLittle
    ? [...byId.values()]
        .map((row) => toRecalled(row, 0))
        .filter(({ messageIds }) => messageIds.every((id) => isSince(id, asker.epoch)))
    : [];
  return fit(
    [...pinned.map((row) => toRecalled(row, 1)), ...found, ...rest.toSorted((a, b) => (a.saidAt < b.saidAt ? 1 : -1))],
    asked.maxTokens,
  );
}

/** An exchange has one vector for both who spoke; the question may ask of one of them. */
function nearnessOf(similarity: number | null, isAsked: boolean): number | null {
  return similarity === null ? null : similarity * (isAsked ? ASKED_SPEAKER_FACTOR : 1);
}

const isSince = (id: Snowflake, epoch: string | null): boolean => epoch === null || BigInt(id) >= BigInt(epoch);

/** Whether everything that may be seen can be shown. Then nothing has to be chosen, nor can the choice be wrong. */
function fitsWhole(sizes: readonly SeenSession[], maxTokens: number): boolean {
  const turns = sizes.reduce((sum, size) => sum + size.turns, 0);
  const characters = sizes.reduce((sum, size) => sum + size.characters, 0);
  return characters / MIN_CHARACTERS_PER_TOKEN + turns * LINE_TOKENS + sizes.length * DAY_TOKENS <= maxTokens;
}

const AskerRow = z.object({
  persona_id: z.string(),
  persona_name: z.string(),
  character_id: z.string(),
  character_name: z.string(),
  epoch: z.string().nullable(),
  facts: z.unknown(),
});

/** Null when the turn has no persona or no character any more, so that nobody remembers anything. */
async function readAsker(db: Database, turnId: string, fence: number): Promise<Asker | null> {
  const row = await queryOne(
    db,
    sql`SELECT p.id AS persona_id, coalesce(nullif(p.preferred_name, ''), p.name) AS persona_name, c.id AS character_id, c.name AS character_name, uc.epoch, trigger.facts
        FROM turns t
        JOIN triggers trigger ON trigger.id = t.trigger_id
        JOIN personas p ON p.id = t.persona_id
        JOIN characters c ON c.id = t.character_id
        LEFT JOIN user_characters uc ON uc.user_id = t.user_id AND uc.character_id = t.character_id
        WHERE t.id = ${turnId}::uuid AND t.fence = ${fence} AND t.ended_at IS NULL`,
    AskerRow,
  );
  if (row !== null) return { ...row, place: Trigger.parse(row.facts).place };
  const turn = await readHeldTurn(db, turnId, fence);
  if (turn.stage !== 'open' && turn.stage !== 'spoken') throw staleLease(turnId);
  return null;
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
          SELECT m.session_id || ' ' || m.seq || ' ' || m.speaker || ' ' || extract(epoch FROM m.occurred_at)::bigint || ' ' || array_to_string(m.source_message_ids, ',') || ' '
            || array_to_string(m.terms, ' ') AS line FROM (
            SELECT * FROM memory_items WHERE memory_term_keys(owner_id, character_id, terms)
              && memory_term_keys(${partners.persona_id}::uuid, ${partners.character_id}::uuid, ${terms}::text[]) OFFSET 0
          ) AS m WHERE ${inScope} ORDER BY m.occurred_at DESC LIMIT ${MAX_HITS}
        ) AS newest`,
    z.object({ lines: z.string().nullable() }),
  );
  const lines = row?.lines?.split('\n') ?? [];
  return lines.map((line) => {
    const [sessionId = '', seq, speaker, saidAtS, messageIds = '', ...held] = line.split(' ');
    return {
      sessionId,
      seq: Number(seq),
      speaker: speaker === 'person' ? 'person' : 'character',
      saidAtMs: Number(saidAtS) * 1_000,
      messageIds: messageIds.split(','),
      terms: held,
    };
  });
}

const CandidateRow = z.object({
  id: z.string(),
  is_pinned: z.boolean(),
  body: z.string(),
  /** Separated by spaces, which no term holds. */
  terms: z.string(),
  speaker: z.enum(['person', 'character']),
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
          UNION ALL
          SELECT m.* FROM memory_items m WHERE ${inScope} AND m.is_pinned
        )
        SELECT id, is_pinned, body, array_to_string(terms, ' ') AS terms, speaker, speaker_name, session_id, seq, occurred_at::text AS occurred_at,
          array_to_string(source_message_ids, ' ') AS source_message_ids, near.similarity
        FROM candidate LEFT JOIN (${similarities}) AS near USING (exchange_id)`,
    CandidateRow,
  );
}

function toCandidate(row: CandidateRow): MemoryCandidate {
  return {
    id: row.id,
    text: row.body,
    terms: splitList(row.terms),
    speaker: row.speaker,
    speakerName: row.speaker_name,
    saidAtMs: momentOf(row).getTime(),
    sessionId: row.session_id,
    seq: row.seq,
  };
}

function toRecalled(row: CandidateRow, score: number): RecalledMemory {
  return {
    id: row.id,
    text: row.body,
    speakerName: row.speaker_name,
    saidAt: momentOf(row).toISOString(),
    score,
    messageIds: splitList(row.source_message_ids).map(toSnowflake),
  };
}

function momentOf({ occurred_at: written }: CandidateRow): Date {
  return new Date(`${written}:00`);
}

/** The best ones that fit; a long one that does not leaves room for shorter ones behind it. */
function fit(memories: readonly RecalledMemory[], maxTokens: number): RecalledMemory[] {
  let left = maxTokens;
  const days = new Set<string>();
  return memories.filter((memory) => {
    const day = memory.saidAt.slice(0, 10);
    const tokens = estimateTokenCount(memory.text) + LINE_TOKENS + (days.has(day) ? 0 : DAY_TOKENS);
    if (tokens > left) return false;
    left -= tokens;
    days.add(day);
    return true;
  });
}

function splitList(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}
