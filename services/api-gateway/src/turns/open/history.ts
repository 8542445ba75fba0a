import { HistoryLine, type OpenTurn, resolveSettings } from '@tzurot/contracts';
import { z } from 'zod';
import type { GatewayContext } from '../../context.ts';
import { queryOne, type Statement, sql } from '../../database/query.ts';
import { definePart, parseStored, StoredSnowflake, StoredTime, storedRows } from './part.ts';

/** Read with everything else; only who wants more has them read again. */
const USUAL_LINES = resolveSettings({}).historyLines.value ?? 0;
/** What is cut from a long history at once, as a share of its limit. */
const BLOCK_SHARE = 1 / 4;

const StoredLines = storedRows(
  'history line',
  HistoryLine.extend({
    messageIds: z.array(StoredSnowflake),
    personId: StoredSnowflake.nullable(),
    saidAt: StoredTime,
    /** The first of its messages, or where it stands among them when it has none. */
    messageId: StoredSnowflake,
    /** From 0 in its conversation. */
    seq: z.number(),
  }),
);
type StoredLines = z.output<typeof StoredLines>;

/** No message is younger. */
const LAST_ID = 9_223_372_036_854_775_807n;

/**
 * The last lines of the turn's conversation from its author's epoch on, newest first. A turn that is revised sees what was
 * there when it was asked for.
 */
const selectNewest = (limit: number): Statement => sql`(SELECT json_agg(json_build_object(
    'messageIds', line.message_ids::text[], 'speaker', line.speaker, 'personId', line.person_id::text, 'name', line.name,
    'text', line.text, 'saidAt', line.said_at, 'messageId', line.message_id::text, 'seq', line.seq)
    ORDER BY line.message_id DESC)
  FROM (
    SELECT * FROM history_lines
    WHERE character_id = t.character_id AND channel_id = t.channel_id AND message_id >= coalesce(greatest(uc.epoch, ch.epoch), 0)
      AND message_id < CASE WHEN t.standing_reply IS NULL THEN ${LAST_ID}::bigint ELSE t.trigger_id END
    ORDER BY message_id DESC LIMIT ${limit}
  ) AS line)`;

type HistoryContext = Pick<GatewayContext, 'pool' | 'badRows'>;

/** As many of the newest lines as a prompt usually holds, newest first. */
export const newestLines = definePart({ select: selectNewest(USUAL_LINES), schema: StoredLines });

/** The history of a turn, oldest first, and where it begins when older lines were left out. */
export async function readHistory(
  ctx: HistoryContext,
  turnId: string,
  { newestLines: usual, limit }: { newestLines: StoredLines; limit: number },
): Promise<Pick<OpenTurn, 'history' | 'historyCutAt'>> {
  return cutHistory(limit > USUAL_LINES ? await readNewest(ctx, turnId, limit) : usual, limit);
}

async function readNewest(ctx: HistoryContext, turnId: string, limit: number): Promise<StoredLines> {
  const row = await queryOne(
    ctx.pool,
    sql`SELECT ${selectNewest(limit)} AS lines FROM turns t
        JOIN channels ch ON ch.id = t.channel_id
        LEFT JOIN user_characters uc ON uc.user_id = t.user_id AND uc.character_id = t.character_id
        WHERE t.id = ${turnId}::uuid`,
    z.object({ lines: z.unknown() }),
  );
  return parseStored(StoredLines, row?.lines ?? null, ctx);
}

/**
 * Of the newest lines at most `limit` and at least three quarters of it. They begin where a block of
 * lines does, and so at the same line for many turns: vendors charge less for a prompt whose beginning
 * they have seen.
 * @param newestFirst at least `limit` of them where there are so many
 */
function cutHistory(newestFirst: StoredLines, limit: number): Pick<OpenTurn, 'history' | 'historyCutAt'> {
  const start = startOf(newestFirst[0]?.seq ?? 0, limit);
  const kept = newestFirst
    .slice(0, limit)
    .filter(({ seq }) => seq >= start)
    .toReversed();
  const isCut = newestFirst.length >= limit || kept.length < newestFirst.length;
  return {
    history: kept,
    historyCutAt: isCut ? (kept[0]?.messageId ?? null) : null,
  };
}

/** The number of the first line that is kept. It rises by whole blocks. */
function startOf(lastSeq: number, limit: number): number {
  const excess = lastSeq + 1 - limit;
  if (excess <= 0) return 0;
  const block = Math.max(1, Math.floor(limit * BLOCK_SHARE));
  return Math.ceil(excess / block) * block;
}
